"""Each thing that happens to a request is told once, by the action that does it, as it stands when the mail leaves."""

from datetime import timedelta

import pytest

from appointments.booking.actions import booking, closing, offers
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.messages.actions import outgoing
from appointments.models import AppointmentRequest, Event
from appointments.privacy.actions import erasure
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, refused
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.messages.mails import post

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clinic():
    return kept_clinic()


def subjects(now) -> list[str]:
    """What leaves now; acknowledgements are not told here."""
    return [letter.subject for letter in post(now) if "has arrived" not in letter.subject]


def offer(clinic, **answers):
    how = {"lasts": DAY, "by": clinic.desk, "now": NOON}
    return offers.offer(clinic.request(**answers), times=[clinic.time(at(10)), clinic.time(at(11))], **how)


def move(appointment, clinic, to, now=NOON, by=None):
    return booking.move_appointment(appointment, **clinic.place(to), by=by or clinic.desk, now=now)


# --- what leaves, and when -------------------------------------------------------------------------------------------


def test_an_offer_is_told_at_once_while_it_stands(clinic):
    made = offer(clinic)
    assert subjects(NOON) == [f"Please choose a time – not booked yet ({made.request.spoken_reference})"]


def test_an_offer_that_was_taken_back_before_the_mail_left_is_not_told(clinic):
    offers.take_back(offer(clinic), by=clinic.desk, now=NOON)
    assert subjects(NOON) == []


def test_an_offer_that_ran_out_while_the_mail_server_was_away_is_not_told(clinic):
    offer(clinic)
    assert subjects(NOON + DAY) == []


def test_an_accepted_time_is_told_after_two_minutes(clinic):
    made = offer(clinic)
    held = made.times.order_by("starts_at").first()
    offers.accept(made, appointment=held, by=PATIENT, now=NOON)
    assert subjects(NOON + 2 * MINUTE - timedelta(seconds=1)) == []
    assert subjects(NOON + 2 * MINUTE) == ["Your appointment is booked: Monday 30 November 2026"]


def test_booked_and_moved_and_moved_again_within_two_minutes_is_one_mail_of_the_booking(clinic):
    appointment = at_ten(clinic)
    appointment = move(appointment, clinic, at(11), NOON + MINUTE)
    move(appointment, clinic, at(12, days=1), NOON + 2 * MINUTE)
    assert subjects(NOON + 3 * MINUTE) == []
    [letter] = [letter for letter in post(NOON + 4 * MINUTE) if letter.entry]
    assert letter.subject == "Your appointment is booked: Tuesday 1 December 2026"
    entry, _method = letter.entry
    assert (entry["SEQUENCE"], entry.start) == (2, at(12, days=1))
    assert subjects(NOON + DAY) == []


def test_moved_once_it_was_told_it_is_told_as_moved_with_the_next_sequence(clinic):
    appointment = at_ten(clinic)
    [first] = [letter for letter in post(NOON + 2 * MINUTE) if letter.entry]
    appointment = move(appointment, clinic, at(11), NOON + HOUR)
    move(appointment, clinic, at(12), NOON + HOUR + MINUTE)
    [second] = post(NOON + 2 * HOUR)
    assert second.subject == "Your appointment has a new time: Monday 30 November 2026"
    (before, _), (after, method) = first.entry, second.entry
    assert (before["UID"], before["SEQUENCE"], method) == (after["UID"], 0, "REQUEST")
    assert (after["SEQUENCE"], after.start) == (2, at(12))


def test_a_cancellation_replaces_what_waits_and_leads_the_calendar_to_remove_it(clinic):
    appointment = at_ten(clinic)
    post(NOON + 2 * MINUTE)
    appointment = move(appointment, clinic, at(11), NOON + HOUR)
    booking.cancel(appointment, by=clinic.desk, now=NOON + HOUR + MINUTE)
    [letter] = post(NOON + 2 * HOUR)
    assert letter.subject.startswith("Your appointment is cancelled")
    entry, method = letter.entry
    assert (method, entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert entry["UID"] == str(appointment.calendar_uid)


def test_while_a_patient_may_take_their_cancelling_back_nothing_is_said(clinic):
    appointment = booking.ask_cancel(at_ten(clinic), by=PATIENT, now=NOON)
    assert subjects(NOON + 14 * MINUTE) == []
    booking.keep(appointment, by=PATIENT, now=NOON + 14 * MINUTE)
    assert subjects(NOON + 16 * MINUTE) == ["Your appointment is booked: Monday 30 November 2026"]


def test_when_the_fifteen_minutes_are_over_the_cancellation_is_told(clinic):
    booking.ask_cancel(at_ten(clinic), by=PATIENT, now=NOON)
    assert booking.finish_cancels(now=NOON + 15 * MINUTE) == 1
    [subject] = subjects(NOON + 17 * MINUTE)
    assert subject.startswith("Your appointment is cancelled")


def test_what_the_clinic_cancels_is_told_with_the_new_promise(clinic):
    appointment = at_ten(clinic)
    post(NOON + 2 * MINUTE)
    booking.cancel_by_clinic(appointment, reason="leave", by=clinic.desk, now=NOON + HOUR)
    [letter] = post(NOON + 2 * HOUR)
    assert letter.subject == "We had to cancel your appointment on Monday 30 November 2026"
    assert letter.entry[1] == "CANCEL"
    assert all("We call you by Friday 27 November, 13:00 (GMT)" in words for words in letter.words)


def test_booked_again_at_once_both_the_old_and_the_new_entry_are_told(clinic):
    appointment = at_ten(clinic)
    post(NOON + 2 * MINUTE)
    asked = booking.cancel_by_clinic(appointment, reason="clinic", by=clinic.desk, now=NOON + HOUR)
    again = booking.book(asked, **clinic.place(at(15)), by=clinic.desk, now=NOON + HOUR)
    letters = post(NOON + 2 * HOUR)
    assert [(letter.entry[1], letter.entry[0]["UID"]) for letter in letters] == [
        ("CANCEL", str(appointment.calendar_uid)),
        ("REQUEST", str(again.calendar_uid)),
    ]
    assert "first in our queue" not in letters[0].text


def test_a_no_is_told_with_what_to_do_instead(clinic):
    closing.decline(
        clinic.request(), because="referral", public_answer="Ask your doctor <first>.", by=clinic.desk, now=NOON
    )
    [letter] = post(NOON)
    assert "what you can do instead" in letter.subject
    assert "Ask your doctor <first>." in letter.text and "Ask your doctor &lt;first&gt;." in letter.html


def test_a_request_that_was_opened_again_is_not_told_a_no(clinic):
    closed = closing.decline(clinic.request(), because="referral", public_answer="Ask.", by=clinic.desk, now=NOON)
    closing.reopen(closed, by=clinic.lead, now=NOON)
    assert [subject for subject in subjects(NOON) if "cannot" in subject] == []


def test_a_broken_promise_is_apologised_for_once_with_the_new_time(clinic):
    request = clinic.request()
    post(NOON)
    late = request.promise_at + HOUR
    AppointmentRequest.objects.filter(pk=request.pk).update(promise_at=late + DAY)
    request.refresh_from_db()
    outgoing.promise_broken(request, late)
    outgoing.promise_broken(request, late + MINUTE)
    [letter] = post(late + MINUTE)
    assert "We are late" in letter.subject and "not booked yet" in letter.subject
    assert all("We call you by Saturday 28 November, 13:00 (GMT)." in words for words in letter.words)


def test_without_a_new_time_none_is_invented(clinic):
    request = clinic.request()
    outgoing.promise_broken(request, request.promise_at)
    [letter] = [letter for letter in post(request.promise_at) if "late" in letter.subject]
    assert all("as soon as we can" in words for words in letter.words)


def test_who_was_answered_meanwhile_gets_no_apology(clinic):
    appointment = at_ten(clinic)
    outgoing.promise_broken(appointment.request, NOON)
    assert [subject for subject in subjects(NOON) if "late" in subject] == []


def test_a_new_link_is_sent_at_most_once_an_hour_and_opens_the_page(clinic, client):
    request = clinic.request()
    post(NOON)
    for minute in range(3):
        outgoing.new_link(request, NOON + minute * MINUTE)
    [letter] = post(NOON + HOUR)
    [link] = letter.links
    assert client.get(link).status_code == 200


def test_no_link_is_sent_for_what_was_set_aside():
    request = make_request(patient_name="Call +1 800 555 0199")
    outgoing.new_link(request, NOON)
    assert subjects(NOON) == []


# --- nothing is told that is not stored ------------------------------------------------------------------------------


def test_what_cannot_be_told_is_not_done(clinic, monkeypatch, subtests):
    appointment, request = at_ten(clinic), clinic.request()
    actions = {
        "book": lambda: booking.book(request, **clinic.place(at(12)), by=clinic.desk, now=NOON),
        "move": lambda: move(appointment, clinic, at(12)),
        "cancel": lambda: booking.cancel(appointment, by=clinic.desk, now=NOON),
        "offer": lambda: offers.offer(request, times=[clinic.time(at(12))], lasts=DAY, by=clinic.desk, now=NOON),
        "decline": lambda: closing.decline(request, because="other", public_answer="No.", by=clinic.desk, now=NOON),
    }

    def fail(**message):
        raise RuntimeError("the outbox is broken")

    monkeypatch.setattr(outbox, "queue", fail)
    for step, do in actions.items():
        with subtests.test(step):
            refused(RuntimeError, do)


def test_telling_is_no_event_of_the_request(clinic):
    before = Event.objects.count()
    offer(clinic)
    events = Event.objects.order_by("pk").values_list("step", flat=True)[before:]
    post(NOON)
    assert list(events) == ["ask", "claim", "offer"]


# --- once everything is erased ----------------------------------------------------------------------------------------


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
