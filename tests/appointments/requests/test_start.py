"""The first page of the form: when not to wait for us, what a request is, and whether one can be made at all."""

import pytest
from django.test import Client as DjangoClient

from appointments.models import HealthcareService, RequestDraft
from tests.appointments.builders import (
    NOON,
    TYPED,
    Patient,
    everything_stored,
    make_service,
    make_specialist,
)
from tests.appointments.pages import Page
from tests.builders import make_card, make_live, make_topic, make_user
from tests.client import Client
from topics.actions.merging import merge
from topics.kinds import TopicKind, Urgency
from topics.models import FormerAddress

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
START = "/appointments/request/neurologist/"


def test_the_emergency_card_stands_before_everything_else(service, client):
    page = Page(client.get(START))
    assert page.main.startswith("Emergency")
    assert page.html.index("Call 999 now if someone has:") < page.html.index("<h1>")
    assert 'href="tel:999"' in page.html


def test_it_says_that_nothing_is_booked_and_what_happens_next(service, client):
    page = Page(client.get(START))
    assert page.heading == "Request an appointment: Neurologist"
    assert "This sends us a request. Nothing is booked until we have called you." in page.main
    assert "We call you to agree on a day and a time." in page.main
    assert "Treats the nerves." in page.main


def test_opening_it_changes_nothing_and_nobody_keeps_a_copy(service, client):
    before = everything_stored()
    for method in (client.get, client.head):
        response = method(START)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    assert everything_stored() == before
    assert Page(client.get(START)).one("meta[name=robots]").attrs["content"] == "noindex"


def test_starting_makes_a_draft_and_leads_to_the_first_question(service, client):
    started = client.post(START)
    secret = started.url.split("/")[-3]
    assert started.url == f"{START}{secret}/who/"
    assert RequestDraft.objects.get().service == service
    assert client.get(started.url).status_code == 200


def test_each_start_has_a_secret_of_its_own(service):
    assert len({Patient().start().secret for _ in range(5)}) == 5


# --- where the reader came from --------------------------------------------------------------------------------------


def test_the_article_and_its_edition_are_carried_to_the_request(service, article):
    patient = Patient(article="lower-back-cramps")
    assert "from the article “Lower back cramps”" in Page(patient.client.get(f"{START}?article=lower-back-cramps")).main
    patient.ask()
    request = service.requests.get()
    assert (request.source_topic, request.source_edition) == (article.topic, article)


def test_the_edition_that_was_read_counts_even_if_a_newer_one_goes_live_meanwhile(service, article):
    patient = Patient(article="lower-back-cramps").start()
    topic = article.topic
    topic.name = "Cramps, renamed"
    topic.save()
    assert make_live(topic).live_edition != article
    patient.fill().send("check")
    assert service.requests.get().source_edition == article


def test_an_articles_own_emergency_card_takes_the_place_of_the_general_one(service, client):
    symptom = make_topic(kind=TopicKind.SYMPTOM, name="Leg pain", slug="leg-pain")
    make_card(symptom, heading="Call {emergency_number} now if your leg is cold:", points="cold and white")
    make_card(symptom, urgency=Urgency.URGENT, heading="Get help today if:", points="it is hot")
    make_card(symptom, urgency=Urgency.NONURGENT, heading="See someone if:", points="it lasts")
    make_live(symptom)
    page = Page(client.get(f"{START}?article=leg-pain"))
    assert page.html.index("Call 999 now if your leg is cold:") < page.html.index("<h1>")
    assert page.html.index("<h1>") < page.html.index("Get help today if:")
    assert "if someone has" not in page.main and "See someone if" not in page.main


NO_ARTICLES = (
    "nowhere",
    "herniated-disc",  # a condition is no article
    "neurologist",
    "still-a-draft",
    "https://evil.example/",
    "//evil.example",
    "../../admin/",
    "lower-back-cramps/",
    "lower-back-cramps%00",
    "%00",
    "lower-back-cramps' OR 1=1--",
    "Lower-Back-Cramps",
    "ґ",
    "%ED%A0%80",
    "-",
    "",
    "x" * 4000,
)


def test_anything_but_a_live_article_is_dropped(service, article, client):
    make_live(kind=TopicKind.CONDITION, name="Herniated disc")
    make_topic(kind=TopicKind.SYMPTOM, name="Still a draft")
    for named in NO_ARTICLES:
        page = client.get(f"{START}?article={named}").content.decode()
        assert "Request an appointment: Neurologist" in page and "from the article" not in page, named
        assert "evil" not in page
        patient = Patient(article=named).start()
        assert patient.draft.source_edition is None, named
    patient.fill().send("check")
    request = service.requests.get()
    assert (request.source_topic, request.source_edition) == (None, None)


def test_no_next_address_is_ever_followed(service, client):
    for name in ("next", "return_to", "url", "continue"):
        assert client.post(f"{START}?{name}=https://evil.example/").url.startswith(START)


def test_a_former_address_of_a_specialist_leads_on_with_its_query_also_after_a_merge(service, client):
    former = make_specialist("nerve-doctor")
    merge(topic=former, into=service.specialty, by=make_user("admin"), now=NOON)
    for query in ("", "?article=lower-back-cramps", "?a=1&a=2"):
        answer = client.get(f"/appointments/request/nerve-doctor/{query}")
        assert (answer.status_code, answer.url) == (301, f"{START}{query}")


def test_an_article_that_has_moved_is_found_by_the_address_it_had(service, article, client):
    FormerAddress.objects.create(kind=TopicKind.SYMPTOM, slug="back-cramps", topic=article.topic)
    assert "from the article “Lower back cramps”" in Page(client.get(f"{START}?article=back-cramps")).main


def test_a_form_goes_on_while_its_specialist_moves_to_another_address(service, patient):
    FormerAddress.objects.create(kind=TopicKind.SPECIALTY, slug="nerve-doctor", topic=service.specialty)
    other = FormerAddress.objects.create(kind=TopicKind.SPECIALTY, slug="of-another", topic=make_specialist("surgeon"))
    patient.fill(upto="reach")
    old = patient.url("who").replace("/neurologist/", "/nerve-doctor/")
    assert "Olena" in patient.client.get(old).content.decode()
    assert Page(patient.client.post(old, {"patient_name": ""})).errors
    assert DjangoClient().post(old, TYPED["who"]).url == patient.url("reach")
    assert patient.client.get(old.replace("nerve-doctor", other.slug)).status_code == 410


# --- closed, or not there --------------------------------------------------------------------------------------------


def test_a_closed_service_says_why_and_whom_to_call_and_makes_no_draft(service, client):
    HealthcareService.objects.update(is_open=False, closed_reason="No new requests until 3 January <b>2027</b>.")
    for response in (client.get(START), client.post(START)):
        page = Page(response)
        assert page.heading == "This specialist takes no requests online at the moment"
        assert "No new requests until 3 January <b>2027</b>." in page.main  # as text
        assert "Please call 020 7946 0018" in page.main
        assert "In an emergency, call 999" in page.main
    assert not RequestDraft.objects.exists()


def test_a_specialist_with_a_page_but_without_a_service_is_closed_too(client):
    make_specialist("physiotherapist")
    for response in (
        client.get("/appointments/request/physiotherapist/"),
        client.post("/appointments/request/physiotherapist/"),
    ):
        assert response.status_code == 200
        assert "Please call 020 7946 0018" in Page(response).main


def test_without_a_live_specialist_there_is_a_helpful_404(service, article, client):
    make_live(kind=TopicKind.CONDITION, name="Herniated disc")
    HealthcareService.objects.create(specialty=make_topic(kind=TopicKind.SPECIALTY, name="Draft only"))
    for slug in ("nobody", "draft-only", "herniated-disc", "lower-back-cramps"):
        for method in (client.get, client.post):
            response = method(f"/appointments/request/{slug}/")
            assert response.status_code == 404, slug
            assert "Search for what you need" in response.content.decode()
    assert not RequestDraft.objects.exists()


def test_other_methods_make_nothing(service, client):
    before = everything_stored()
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(client, method)(START).status_code == 405, method
    assert everything_stored() == before


def test_a_form_from_elsewhere_is_refused_with_a_friendly_page(service):
    stranger = Client(enforce_csrf_checks=True)
    refused = stranger.post(START, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "Go back, reload the page, and send it again." in Page(refused).main
    assert not RequestDraft.objects.exists()


def test_the_two_services_of_a_clinic_do_not_mix(service):
    make_service("physiotherapist")
    Patient("physiotherapist").ask()
    assert service.requests.count() == 0


def test_the_form_follows_a_specialist_to_a_new_address(service, client):
    topic = service.specialty
    topic.slug = "nerve-doctor"
    topic.save()
    make_live(topic)
    answer = client.get("/appointments/request/neurologist/?article=lower-back-cramps")
    assert (answer.status_code, answer.url) == (301, "/appointments/request/nerve-doctor/?article=lower-back-cramps")
    assert client.get(answer.url).status_code == 200
