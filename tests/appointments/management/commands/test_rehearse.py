"""An invented busy Monday: everything a desk can meet is there, it is told by the actions, and nobody in it is real."""

import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from appointments.choices import QueueRank
from appointments.demo.actions import busy_day
from appointments.demo.actions.clinic import make_demo_clinic
from appointments.demo.patients import SURNAMES
from appointments.desk import flags
from appointments.models import (
    Appointment,
    AppointmentRequest,
    ContactAttempt,
    Event,
    OpeningHours,
    ScheduleException,
)
from appointments.workflow import Outcome, Status, Step
from portal.models import OutboundMessage, User
from tests.appointments.builders import everything_stored, make_specialist
from tests.appointments.given_time import faults
from tests.snapshots import once, restore, take_snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # on which a demonstration runs

SPECIALTIES = ("therapist", "neurologist", "vertebrologist", "orthopedist", "manual-therapist", "physiotherapist")
MONDAY = date(2026, 11, 23)
DAYS_BEFORE = datetime(2026, 11, 20, 12, 45, tzinfo=UTC)
ON_MONDAY = ("--day", "2026-11-23")
MORNING = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)  # London is on UTC then


@pytest.fixture(autouse=True)
def on_monday_morning(at_noon_on_a_wednesday):
    with time_machine.travel(MORNING):
        yield


@pytest.fixture
def demo(tmp_path):
    def make():
        for slug in SPECIALTIES:
            make_specialist(slug)
        return make_demo_clinic(passwords=tmp_path / "demo-logins.txt")

    return once("demo clinic", make)


@pytest.fixture
def rehearsed(demo):
    return once("busy Monday", lambda: busy_day.fill_busy_day(day=MONDAY, now=MORNING))


def rehearse(*arguments) -> str:
    out = StringIO()
    call_command("rehearse", *arguments, stdout=out)
    return out.getvalue()


def test_without_demo_it_refuses_and_says_why(settings, demo):
    settings.DEMO = False
    before = everything_stored()
    with pytest.raises(CommandError, match="writes them among the real ones"):
        rehearse()
    assert everything_stored() == before


def test_without_the_demo_clinic_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="hardly been open lately"):
        rehearse()
    OpeningHours.objects.create(weekday=1, opens="08:00", closes="12:00")
    with pytest.raises(CommandError, match=r"no active account receptionist@demo\.example\. Run prepare_demo"):
        rehearse()


def test_every_status_outcome_and_rank_is_there_and_almost_every_step_was_taken(rehearsed):
    stored = AppointmentRequest.objects.all()
    assert set(stored.values_list("status", flat=True)) == set(Status.values) - {Status.ERASED}
    assert set(stored.values_list("outcome", flat=True)) - {""} == set(Outcome.values)
    assert set(stored.waiting().values_list("queue_rank", flat=True)) == set(QueueRank.values)
    assert sum(rehearsed.by_status.values()) == rehearsed.requests == stored.count()
    taken = set(Event.objects.values_list("step", flat=True))
    never = {Step.ERASE, Step.LOOK, Step.TAKE_OVER, Step.CALL_UP, Step.NOT_ARRIVED, Step.CORRECT, Step.TAKE_BACK_OFFER}
    never |= {
        Step.DISCRETION,
        Step.TELL,
        Step.CHANGE,
        Step.CONFIRM,
        Step.CANNOT_COME,
        Step.ASK_ERASURE,
        Step.NO_ERASURE,
    }
    waiting = {Step.LATE, Step.WAIT_ON, Step.WANT_EARLIER, Step.NOT_EARLIER}  # come with the days that follow
    assert set(Step.values) - taken == never | waiting


def test_there_is_what_makes_a_monday_busy(rehearsed):
    waiting = AppointmentRequest.objects.waiting()
    assert waiting.filter(promise_at__lt=MORNING).count() >= 3
    assert AppointmentRequest.objects.filter(claim_expires_at__gt=MORNING).count() >= 2
    assert Appointment.objects.filter(seat__gt=0, status="booked").exists()
    today = Appointment.objects.filter(starts_at__date=MONDAY).values_list("status", flat=True)
    assert {"booked", "arrived", "fulfilled", "noshow"} <= set(today)
    noticed = {flag.code for found in flags.flags_of_each(waiting).values() for flag in found}
    assert noticed >= {"read_reason_now", "possible_duplicate", "wrong_number", "no_voicemail"}
    assert len(set(ContactAttempt.objects.values_list("outcome", flat=True))) == 4

    leave = ScheduleException.objects.get(kind="leave")
    hit = Appointment.objects.filter(practitioner=leave.practitioner, status="booked")
    assert hit.between(leave.starts_at, leave.ends_at).exists()


def test_it_contradicts_itself_nowhere_and_everybody_in_it_is_invented(rehearsed):
    assert faults() == []
    assert Event.objects.filter(at__gt=MORNING).count() == 0
    order = {}
    for request, at in Event.objects.order_by("request", "pk").values_list("request", "at"):
        assert order.setdefault(request, at) <= at
        order[request] = at

    for request in AppointmentRequest.objects.all():
        assert any(request.patient_name.endswith(name) for name in SURNAMES), request.patient_name
        assert re.fullmatch(r"\+442079460\d{3}", request.phone_e164), request.phone_e164
        assert request.email == "" or request.email.endswith("@example.org")
    assert not OutboundMessage.objects.exclude(to__endswith="@example.org").exists()
    assert not User.objects.get(email=busy_day.SECOND_RECEPTIONIST).has_usable_password()


def told() -> list[tuple]:
    rows = AppointmentRequest.objects.order_by("pk")
    return [
        (row.patient_name, row.phone_e164, row.status, row.outcome, row.created_at, row.promise_at, row.queue_rank)
        for row in rows
    ]


def test_the_same_day_is_told_the_same_way_and_a_second_run_says_so_and_adds_nothing(demo):
    before = take_snapshot()
    filled = once("busy Monday", lambda: busy_day.fill_busy_day(day=MONDAY, now=MORNING))
    story = told()
    restore(before)
    assert told() == []
    with time_machine.travel(DAYS_BEFORE):  # it is told up to the same hour of that Monday
        printed = rehearse(*ON_MONDAY)
    assert f"Rehearsed Monday 23 November 2026 up to 10:30: {filled.requests} requests." in printed
    assert told() == story and len(story) == 90
    stored = everything_stored()
    assert "was rehearsed before; nothing was added" in rehearse(*ON_MONDAY)
    assert everything_stored() == stored


def test_any_day_can_be_rehearsed_at_any_hour(demo):
    """Without a day it is today: a Sunday, just after midnight."""
    with time_machine.travel(datetime(2026, 11, 22, 0, 1, tzinfo=UTC)):
        assert "Rehearsed Sunday 22 November 2026 up to 00:01" in rehearse("--requests", "0")
    assert faults() == []


def test_a_day_that_is_none_is_refused_kindly(demo):
    with pytest.raises(CommandError, match=r"soon is no day"):
        rehearse("--day", "soon")
