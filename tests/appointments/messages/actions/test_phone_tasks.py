"""Calls the desk has to make, with the words to say: no message reaches the patient, or none would in time."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, closing, offers
from appointments.lifecycle.actor import PATIENT, Actor
from appointments.messages.actions import phone_tasks
from appointments.models import PhoneTask
from appointments.workflow import Role, StepNotAllowed
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import kept_clinic
from tests.builders import make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked(request, key="offer:1", **changes) -> PhoneTask:
    values = {"kind": PhoneTask.Kind.OFFER, "say": "We hold three times for you.", "now": NOON} | changes
    return phone_tasks.ask_for_a_call(request, dedupe_key=key, **values)


def test_the_same_key_is_one_call():
    request = make_request()
    assert asked(request) == asked(request, say="Something else.")
    assert asked(request, key="offer:2") != asked(request)
    assert PhoneTask.objects.count() == 2


def test_a_call_is_made_once_and_by_staff():
    task, desk = asked(make_request()), Actor(Role.RECEPTIONIST, make_user("receptionist"))
    assert phone_tasks.mark_done(task, by=desk, now=NOON)
    assert not phone_tasks.mark_done(task, by=desk, now=NOON + timedelta(minutes=1))
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOON, desk.user)
    with pytest.raises(StepNotAllowed):
        phone_tasks.mark_done(task, by=PATIENT, now=NOON)


def test_a_call_ends_by_itself_when_it_is_of_no_use_any_more():
    request = make_request()
    late, always = asked(request, useful_until=NOON + timedelta(hours=1)), asked(request, key="promise:1")
    assert phone_tasks.end_unneeded(now=NOON) == 0
    assert phone_tasks.end_unneeded(now=NOON + timedelta(hours=1)) == 1
    late.refresh_from_db()
    always.refresh_from_db()
    assert late.done_at and late.done_by is None
    assert always.done_at is None


# --- in place of a message -------------------------------------------------------------------------------------------


@pytest.fixture
def clinic():
    return kept_clinic()


def offer(clinic, **answers):
    how = {"lasts": DAY, "by": clinic.desk, "now": NOON}
    return offers.offer(clinic.request(**answers), times=[clinic.time(at(10)), clinic.time(at(11))], **how)


def move(appointment, clinic, to, by=None):
    return booking.move_appointment(appointment, **clinic.place(to), by=by or clinic.desk, now=NOON)


def calls() -> list[PhoneTask]:
    return list(PhoneTask.objects.order_by("pk"))


def test_who_gave_no_address_is_called_about_an_offer_while_it_stands(clinic):
    made = offer(clinic, email="")
    [call] = calls()
    assert (call.kind, call.useful_until) == (PhoneTask.Kind.OFFER, made.expires_at)
    assert call.say == (
        "We hold these times for you until Thursday 26 November, 12:00 (GMT): "
        f"Monday 30 November 2026, 10:00 to 10:30 (GMT), {clinic.doctor}, Main house; "
        f"Monday 30 November 2026, 11:00 to 11:30 (GMT), {clinic.doctor}, Main house. "
        "Which one suits you? If none does: when could you come?"
    )
    assert "Olena" not in call.say


def test_who_gave_no_address_is_called_about_a_time_that_staff_changed_and_about_a_no(clinic):
    appointment = move(clinic.booked(at(10), email=""), clinic, at(11))
    closing.decline(clinic.request(email=""), because="other", public_answer="See X.", by=clinic.desk, now=NOON)
    moved, declined = calls()
    assert "has a new time: Monday 30 November 2026, 11:00 to 11:30 (GMT)" in moved.say
    assert moved.useful_until == appointment.starts_at
    assert "See X." in declined.say and declined.useful_until is None


def test_who_moved_it_themselves_knows_and_who_was_booked_on_the_phone_does_too(clinic):
    move(clinic.booked(at(10), email=""), clinic, at(11), by=PATIENT)
    assert calls() == []
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        ("booked", "Your appointment is booked: Monday 30 November 2026, 10:00 to 10:30 (GMT)"),
        ("moved", "Your appointment has a new time: Monday 30 November 2026, 11:00 to 11:30 (GMT)"),
        ("cancelled_by_clinic", "We had to cancel your appointment on Monday 30 November 2026, 10:00"),
        ("declined", "What you can do instead: Ask elsewhere."),
        ("offered", "We hold these times for you until"),
    ],
)
def test_a_message_that_cannot_be_delivered_becomes_a_call_with_the_very_words(clinic, happens, words):
    name = f"appointments.{happens}"
    if happens == "offered":
        offer(clinic)
    elif happens == "declined":
        asked = clinic.request()
        closing.decline(asked, because="other", public_answer="Ask elsewhere.", by=clinic.desk, now=NOON)
    else:
        appointment = clinic.booked(at(10))
        OutboundMessage.objects.update(state="sent", sent_at=NOON)
        if happens == "moved":
            move(appointment, clinic, at(11))
        if happens == "cancelled_by_clinic":
            booking.cancel_by_clinic(appointment, reason="clinic", by=clinic.desk, now=NOON)
    OutboundMessage.objects.filter(name=name).update(state="failed", sent_at=None)
    assert outbox.hand_over(now=NOON) == 1
    [call] = calls()
    assert words in call.say
    assert "Olena" not in call.say


def test_a_call_about_what_is_no_longer_true_is_not_asked_for(clinic):
    appointment = at_ten(clinic)
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    OutboundMessage.objects.filter(name="appointments.booked").update(state="failed")
    assert outbox.hand_over(now=NOON) == 1
    assert calls() == []


def test_what_the_patient_knows_anyway_is_no_reason_to_call(clinic):
    booking.cancel(at_ten(clinic), by=clinic.desk, now=NOON)
    OutboundMessage.objects.update(state="failed")
    outbox.hand_over(now=NOON)
    assert calls() == []
