"""What the tests of appointments are made from: pages that are live, open forms, answers, requests that were sent."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from django.apps import apps
from django.db import connection, connections
from django.http import QueryDict
from django.utils import timezone

from appointments import link_secrets, references
from appointments.models import AppointmentRequest, HealthcareService
from appointments.phones import Phone
from appointments.requests.actions import drafts, submission
from appointments.requests.form_progress import FormProgress
from appointments.requests.questions import Answers, FormStep
from portal.models import RefusedForm
from tests.builders import make_edition, make_live, make_user
from tests.client import Client
from tests.snapshots import take_snapshot
from topics.kinds import TopicKind
from topics.models import Edition, Topic

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday; London is on UTC then
THREE_MINUTES = timedelta(minutes=3)  # what the form takes

TYPED = {  # what a patient types, step by step; every answer is one that is easy to find again
    "who": {"for_whom": "self", "patient_name": "Olena Example", "patient_birth_year": "1957", "requester_name": ""},
    "reach": {"phone": "020 7946 0123", "email": "olena@example.org", "voicemail": "no"},
    "when": {"when": "any"},
    "more": {"reason": "Cramps since Sunday", "access_note": "", "language": ""},
    "check": {"consent": "on"},
}
STEPS = list(TYPED)


def make_specialist(slug="neurologist", **fields) -> Topic:
    """A specialist with a page readers can open."""
    fields = {"name": slug.replace("-", " ").capitalize(), "description": "Treats the nerves."} | fields
    return make_live(kind=TopicKind.SPECIALTY, slug=slug, **fields)


def make_article(slug="lower-back-cramps", **fields) -> Edition:
    """A live symptom article; gives its edition."""
    return make_edition(kind=TopicKind.SYMPTOM, slug=slug, **{"name": "Lower back cramps"} | fields)


def make_service(slug="neurologist", **fields) -> HealthcareService:
    """A service that can be asked for, with its live page."""
    return HealthcareService.objects.create(specialty=make_specialist(slug), **fields)


def make_answers(**changes) -> Answers:
    """Checked answers, as the forms give them."""
    plain = {
        "for_whom": "self",
        "patient_name": "Olena Example",
        "patient_birth_year": 1957,
        "requester_name": "",
        "phone": Phone("020 7946 0123", "+442079460123"),
        "email": "olena@example.org",
        "call_times": ["morning"],
        "voicemail_ok": True,
        "windows": [],
        "reason": "Cramps since Sunday",
    }
    return Answers(**plain | changes)


def make_request(service=None, *, secret=None, now=NOON, edition=None, **changes) -> AppointmentRequest:
    """A request that was sent, with its event, link and message."""
    return submission.submit_request(
        answers=make_answers(**changes),
        service=service or HealthcareService.objects.first() or make_service(),
        edition=edition,
        form_secret=secret or link_secrets.new_secret(),
        now=now,
    )


def request_values(service: HealthcareService, **changes) -> dict:
    """The columns of a row of requests that breaks no rule."""
    plain = {
        "reference": references.new_reference(),
        "idempotency_key": link_secrets.digest(link_secrets.new_secret()),
        "service": service,
        "for_whom": "self",
        "patient_name": "Olena Example",
        "patient_birth_year": 1957,
        "phone_typed": "020 7946 0123",
        "phone_e164": "+442079460123",
        "voicemail_ok": False,
        "privacy_version": "1",
        "consented_at": NOON,
        "status": "new",
        "created_at": NOON,
        "promise_at": NOON + timedelta(days=2),
    }
    return plain | changes


def day_in(days: int):
    """The date this many days from today, at the clinic."""
    return timezone.localdate() + timedelta(days=days)


class Patient:
    """Somebody with a browser and no JavaScript, filling in the form."""

    def __init__(self, specialty="neurologist", article="", **client_options):
        self.client = Client(**client_options)
        self.specialty = specialty
        self.article = article
        self.secret = ""
        self.answer = None  # the server's answer to the last step sent

    def start(self) -> "Patient":
        query = f"?article={self.article}" if self.article else ""
        started = self.client.post(f"/appointments/request/{self.specialty}/{query}")
        assert started.status_code == 302, started.status_code
        self.secret = started.url.split("/")[-3]
        self.take(THREE_MINUTES)
        return self

    def take(self, time: timedelta) -> None:
        """They began so long ago: a person needs their time, which no test has."""
        drafts.RequestDraft.objects.filter(key_digest=link_secrets.digest(self.secret)).update(
            begun_at=timezone.now() - time
        )

    def url(self, step: str, query="") -> str:
        return f"/appointments/request/{self.specialty}/{self.secret}/{step}/{query}"

    def open(self, step: str, query=""):
        """What the browser shows at this step."""
        return self.client.get(self.url(step, query))

    def send(self, step: str, query="", **changes):
        """Sends one step; a change to None leaves that field out."""
        typed = {name: value for name, value in (TYPED[step] | changes).items() if value is not None}
        self.answer = self.client.post(self.url(step, query), typed)
        return self.answer

    def fill(self, upto="check", **changes) -> "Patient":
        """Answers every step before `upto`. Changes are given by step: fill(who={"patient_name": "X"}).

        Stored as the page of a step stores what it is sent (`send`), without asking for the pages.
        """
        for step in STEPS[: STEPS.index(upto)]:
            posted = QueryDict(mutable=True)
            for name, value in (TYPED[step] | changes.get(step, {})).items():
                if value is not None:
                    posted.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
            draft = self.draft
            progress = FormProgress(draft)
            form = progress.form(FormStep(step), posted)
            assert form.is_valid(), f"{step}: {form.errors}"
            drafts.save_step(draft=draft, step=step, answers=progress.typed(posted, step), now=timezone.now())
        return self

    def ask(self, **changes):
        """The whole way; gives the answer to the last step, which leads to the status page."""
        return self.start().fill(**changes).send("check")

    @property
    def status_url(self) -> str:
        return f"/appointments/{link_secrets.status_secret(self.secret)}/"

    @property
    def draft(self):
        return drafts.RequestDraft.objects.filter(key_digest=link_secrets.digest(self.secret)).first()


def as_role(role: str) -> Client:
    """The browser of a member of staff who has logged in."""
    client = Client()
    client.force_login(make_user(role))
    return client


def problems(response) -> dict[str, list[str]]:
    """The errors of the form a page shows, by field; empty if it shows no form."""
    form = response.context and response.context.get("form")
    return {name: list(errors) for name, errors in form.errors.items()} if form else {}


def everything_stored() -> dict[str, list[tuple]]:
    """All rows as they are stored, by table, but for what is kept aside of forms that were refused."""
    rows = {table.strip('"'): rows for table, rows in take_snapshot().items()}
    rows.pop(RefusedForm._meta.db_table, None)
    return rows


def tables_holding(text: str) -> list[str]:
    """The tables in which this text stands anywhere."""
    rows = {
        model._meta.db_table: model._base_manager.order_by("pk").values_list()
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model is not RefusedForm
    }
    return [table for table, found in rows.items() if any(text in repr(row) for row in found)]


@contextmanager
def patience():
    """On a busy machine a hundred threads may wait longer for the database than we let a patient wait."""
    waits = vars(connection.pool) if connection.vendor == "postgresql" else connection.settings_dict["OPTIONS"]
    usual, waits["timeout"] = waits["timeout"], 300
    try:
        yield
    finally:
        waits["timeout"] = usual


def at_once(calls: list[Callable]) -> list:
    """Makes these calls in threads of their own that start together; gives what each returned, in order.

    Fails if one raised. Each thread opens its own connection to the database, and closes it.
    """
    barrier, outcomes = Barrier(len(calls)), [None] * len(calls)

    def run(place):
        try:
            barrier.wait(timeout=60)
            outcomes[place] = calls[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[place]) for place in range(len(calls))]
    with patience():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    failures = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert not failures, failures
    return outcomes
