"""A small portal with something behind every address: the shipped pages, a form in progress, a request sent."""

from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from appointments.booking.actions import calendar_feeds
from appointments.demo.actions.clinic import make_demo_clinic
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, RequestDraft, ScheduleException
from appointments.workflow import Role
from portal.models import User
from tests.house.addresses import Address, every_address
from topics import previews
from topics.kinds import TopicKind
from topics.models import Practitioner, Topic

SPECIALTY = "neurologist"
ANSWERS = {
    "who": {"for_whom": "self", "patient_name": "Olena Example", "patient_birth_year": "1957"},
    "reach": {"phone": "020 7946 0123", "email": "olena@example.org", "voicemail": "no"},
    "when": {"when": "any"},
    "more": {"reason": "cramps"},
    "check": {"consent": "on"},
}
PAGES = {
    TopicKind.SYMPTOM: "lower-back-cramps",
    TopicKind.CONDITION: "herniated-disc",
    TopicKind.TEST: "mri",
    TopicKind.SPECIALTY: SPECIALTY,
}


@dataclass(frozen=True)
class World:
    """The secrets of the patient's links: to a form in progress, and to a request that was sent."""

    form_secret: str
    status_secret: str
    preview_token: str = "nobody-made-this"
    feed_secret: str = "z" * 43

    def paths(self, address: Address) -> list[str]:
        """Every path worth opening for an address: each kind, each step, an object of each model."""
        return [address.filled(values) for values in self._values(address)]

    def _values(self, address: Address) -> list[dict]:
        parameters = set(address.parameters)
        if address.name == "appointments:step":
            return [{"specialty": SPECIALTY, "secret": self.form_secret, "step": step} for step in ANSWERS]
        if address.name == "topics:preview":
            return [{"token": self.preview_token}]
        if parameters == {"secret"}:
            return [{"secret": self.status_secret}]
        if address.name == "appointments:feed":
            return [{"secret": self.feed_secret}]
        if parameters == {"kind"}:
            return [{"kind": kind.folder} for kind in TopicKind]
        if parameters == {"kind", "slug"}:
            return [{"kind": kind.folder, "slug": slug} for kind, slug in PAGES.items()]
        if address.name.startswith("admin:"):
            return [self._admin_values(address)]
        if address.name.startswith("desk:"):
            return [self._desk_values()]
        return [{"specialty": SPECIALTY}]

    def _desk_values(self) -> dict:
        """The request that was sent, somebody who sees patients, their leave, and a step."""
        request, leave = AppointmentRequest.objects.first(), ScheduleException.objects.filter(kind="leave").first()
        return {
            "reference": request.reference,
            "practitioner": Practitioner.objects.order_by("pk").first().pk,
            "pk": leave.pk if leave else 1,
            "step": "claim",
        }

    def _admin_values(self, address: Address) -> dict:
        app, model = [*address.route.split("/")[1:3], "", ""][:2]
        first = None
        if model and app in {"portal", "topics", "appointments"}:
            first = apps.get_model(app, model)._default_manager.order_by("pk").first()
        key = first.pk if first else 1
        return {
            "object_id": key,
            "number": 1,
            "event_id": 1,
            "step": "submit",
            "id": key,
            "content_type_id": 1,
            "app_label": "topics",
            "url": "nowhere/",
        }


def make_world(folder) -> World:
    """Fills an empty database. `folder` takes the demo logins."""
    call_command("load_content", verbosity=0, stdout=StringIO())
    make_demo_clinic(passwords=folder / "demo-logins.txt")
    in_progress, sent = _ask(stop_at="check"), _ask()
    first = Topic.objects.order_by("pk").first()
    return World(
        form_secret=in_progress.split("/")[-3],
        status_secret=sent.split("/")[-2],
        preview_token=previews.make_token(first.pk),
        feed_secret=_feed(),
    )


def _feed() -> str:
    """The secret of a practitioner's calendar feed."""
    lead = Actor(Role.LEAD, User.objects.order_by("pk").first())
    return calendar_feeds.make(Practitioner.objects.order_by("pk").first(), by=lead, now=timezone.now())


def _ask(stop_at: str = "") -> str:
    """Fills the request form like a patient, up to the named step or to its end; gives the address it stands at."""
    client = Client()
    at = client.post(f"/appointments/request/{SPECIALTY}/?article=lower-back-cramps").url
    RequestDraft.objects.update(begun_at=timezone.now() - timedelta(minutes=3))  # nobody sends a form within seconds
    for step, answers in ANSWERS.items():
        if step == stop_at:
            break
        answered = client.post(at, answers)
        assert answered.status_code == 302, f"The answers to {step!r} were not accepted."
        at = answered.url
    return at


def everything(world: World) -> list[tuple[Address, str]]:
    """Each address with each of its paths."""
    return [(address, path) for address in every_address() for path in world.paths(address)]
