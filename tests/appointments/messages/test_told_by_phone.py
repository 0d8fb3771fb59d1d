"""Patients whom no mail reaches are told on the phone; those whose data is erased, one last time and then forgotten."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, closing, offers
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.messages import outgoing
from appointments.models import AppointmentRequest, PhoneTask
from appointments.privacy.actions import erasure
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_clinic
from tests.appointments.messages.mails import post

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clinic():
    return make_clinic()


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
    appointment = clinic.booked(at(10))
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    OutboundMessage.objects.filter(name="appointments.booked").update(state="failed")
    assert outbox.hand_over(now=NOON) == 1
    assert calls() == []


def test_what_the_patient_knows_anyway_is_no_reason_to_call(clinic):
    booking.cancel(clinic.booked(at(10)), by=clinic.desk, now=NOON)
    OutboundMessage.objects.update(state="failed")
    outbox.hand_over(now=NOON)
    assert calls() == []


# --- erasing ---------------------------------------------------------------------------------------------------------


def erase(request):
    request = closing.withdraw(request, by=PATIENT, now=NOON)
    AppointmentRequest.objects.filter(pk=request.pk).update(erasure_asked_at=NOON)
    return erasure.erase(request, by=SYSTEM, now=NOON, asked_by_patient=True)


def test_the_receipt_of_an_erasure_goes_to_the_address_that_was_held_and_nothing_else_does(clinic):
    request = erase(make_request(clinic.service))
    [letter] = post(NOON + HOUR)
    assert letter.subject == f"What you told us is erased ({request.spoken_reference})"
    assert letter.message["To"] == "olena@example.org"
    assert letter.links == set()


def test_after_the_receipt_no_message_holds_the_address_any_more(clinic):
    request, other = make_request(clinic.service), make_request(clinic.service, email="other@example.org")
    post(NOON)
    erase(request)
    assert OutboundMessage.objects.filter(to="olena@example.org").count() == 1
    post(NOON + HOUR)
    assert sorted(OutboundMessage.objects.values_list("to", flat=True)) == ["", "", "other@example.org"]
    assert [message.to for message in outgoing.messages_of(other)] == ["other@example.org"]


def test_messages_that_an_earlier_version_wrote_down_are_found_and_still_sent(clinic):
    request = make_request(clinic.service)
    OutboundMessage.objects.update(belongs_to="")
    assert outgoing.messages_of(request).count() == 1
    assert len(post(NOON)) == 1
