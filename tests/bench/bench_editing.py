"""Opening and saving an article of sixty sections and six hundred lines, beside drawing the page readers see of it.

Opening and saving should each stay under two seconds; the ratio says how much dearer editing is than reading.
"""

from django.test import Client
from django.utils import timezone

from portal.models import User
from tests.bench import Result, compare
from tests.topics.editing.long_article import make_long_article
from tests.topics.editing.sending import sent_from

ROUNDS = 6


def run() -> list[Result]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser(email="bench@clinic.example", password=None))
    topic = make_long_article(slug=f"long-{timezone.now():%H%M%S%f}")
    address = f"/admin/topics/symptom/{topic.pk}"
    data = sent_from(client.get(f"{address}/change/").content.decode())
    words = data["summary"]
    saved = 0

    def read():
        assert client.get(f"{address}/preview/").status_code == 200

    def open_it():
        assert client.get(f"{address}/change/").status_code == 200

    def save():
        nonlocal saved
        saved += 1
        topic.refresh_from_db()
        data["base_version"], data["summary"] = str(topic.version), f"{words} {saved}"
        assert client.post(f"{address}/change/", data).status_code == 302

    return [
        compare("opening / preview", open_it, read, rounds=ROUNDS),
        compare("saving / preview", save, read, rounds=ROUNDS),
    ]
