"""Calls the desk has to make: listed, shown with the very words, done once. And messages that are to be neutral."""

from datetime import timedelta

import pytest

from appointments.messages.actions import phone_tasks
from appointments.models import AppointmentRequest, Event, PhoneTask
from appointments.phones import Phone
from appointments.workflow import Step
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, booked, open_clinic, taken

SAY = "Your appointment has a new time: Monday 30 November 2026, 10:00."


@pytest.fixture
def desk(service):
    return at_desk()


def to_phone(asked, key="message:1", **more) -> PhoneTask:
    values = {"kind": PhoneTask.Kind.UNDELIVERED, "say": SAY, "now": NOON} | more
    return phone_tasks.ask_for_a_call(asked, dedupe_key=key, **values)


def page(client, asked) -> str:
    return client.get(f"/desk/{asked.reference}/").content.decode()


def tell(client, asked, call):
    asked.refresh_from_db()
    return client.post(f"/desk/{asked.reference}/tell/", {"version": asked.version, "call": call})


def test_who_is_to_be_phoned_stands_on_a_list_of_its_own(desk):
    _actor, client = desk
    make_request(patient_name="Waiting Example", email="a@example.org")
    asked = make_request(patient_name="Phone Example", email="b@example.org")
    to_phone(asked)
    to_phone(asked, key="message:2")
    listed = client.get("/desk/?tab=phone").content.decode()
    assert listed.count("Phone Example") == 1 and "Waiting Example" not in listed
    assert 'aria-current="page">To phone <span class="tabs__count">1</span>' in listed


def test_a_request_that_nobody_at_the_desk_may_open_any_more_is_not_listed(desk):
    _actor, client = desk
    asked = make_request(patient_name="Phone Example")
    to_phone(asked)
    AppointmentRequest.objects.filter(pk=asked.pk).update(
        status="closed",
        outcome="withdrawn",
        closed_at=NOON - timedelta(days=31),
        created_at=NOON - timedelta(days=60),
        owed_since=None,
    )
    assert "Phone Example" not in client.get("/desk/?tab=phone").content.decode()


def test_the_page_shows_the_very_words_until_somebody_said_them(desk):
    actor, client = desk
    asked = make_request()
    call = to_phone(asked, useful_until=NOON + timedelta(hours=2))
    shown = page(client, asked)
    assert "To say on the phone" in shown and SAY in shown and "of use until today, 14:00" in shown
    assert tell(client, asked, call.pk).status_code == 302
    call.refresh_from_db()
    assert call.done_by == actor.user
    assert Event.objects.filter(request=asked, step=Step.TELL, by=actor.user).count() == 1
    shown = page(client, asked)
    assert "To say on the phone" not in shown and "Done: told by phone." in shown


def test_a_call_that_is_done_or_of_another_request_is_not_done_again(desk):
    actor, client = desk
    asked, other = make_request(), make_request(email="o@example.org")
    call, foreign = to_phone(asked), to_phone(other, key="message:2")
    phone_tasks.mark_done(call, by=actor, now=NOON)
    for typed in (call.pk, foreign.pk, "x"):
        answer = tell(client, asked, typed)
        assert answer.refused and "Not stored" in answer.content.decode()
    assert PhoneTask.objects.filter(done_at__isnull=True).count() == 1
    assert Event.objects.filter(step=Step.TELL).count() == 1


def test_two_who_make_the_same_call_leave_one_event(desk):
    actor, _client = desk
    call = to_phone(make_request())
    assert [phone_tasks.mark_done(call, by=actor, now=NOON) for _ in range(2)] == [True, False]
    assert Event.objects.filter(step=Step.TELL).count() == 1


def test_a_call_ends_by_itself_once_the_message_has_arrived_after_all(desk):
    asked = make_request()
    OutboundMessage.objects.update(state="retrying", attempts=1, handed_over_at=NOON)
    message = OutboundMessage.objects.get()
    call = to_phone(asked, key=phone_tasks.key_of_undelivered(message.pk))
    assert phone_tasks.end_unneeded(now=NOON) == 0
    assert outbox.send_due(now=NOON) == 1
    assert phone_tasks.end_unneeded(now=NOON) == 1
    call.refresh_from_db()
    assert call.done_at == NOON and call.done_by is None


def test_the_desk_sees_that_messages_are_neutral_and_what_to_leave_on_a_voicemail(desk):
    _actor, client = desk
    elsewhere = Phone("020 7946 0124", "+442079460124")  # else one stands on the page of the other
    plain = make_request(email="a@example.org", phone=elsewhere)
    discreet = make_request(email="b@example.org", discreet=True)
    assert "say only your first name" not in page(client, plain)
    shown = page(client, discreet)
    assert "say only your first name and ask to call back" in shown
    assert "<strong>Neutral: no clinic, no place, no names</strong>" in shown


@pytest.mark.parametrize(("typed", "discreet"), [("yes", True), ("no", False)])
def test_the_desk_sets_it_and_messages_that_wait_follow(desk, mailoutbox, typed, discreet):
    actor, client = desk
    asked = taken(actor, discreet=not discreet)
    answer = client.post(f"/desk/{asked.reference}/discretion/", {"version": asked.version, "discreet": typed})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.discreet is discreet
    outbox.send_due(now=NOON)
    assert mailoutbox[0].from_email.startswith("Appointments <" if discreet else "Riverside Clinic <")
    assert Event.objects.filter(request=asked, step=Step.DISCRETION, by=actor.user).count() == 1


def test_without_a_choice_nothing_is_set(desk):
    actor, client = desk
    asked = taken(actor)
    answer = client.post(f"/desk/{asked.reference}/discretion/", {"version": asked.version})
    assert answer.refused
    assert "Choose one of the two." in answer.content.decode()


def test_a_colleagues_claim_stands_in_the_way_as_everywhere(desk, service):
    _actor, client = desk
    colleague, _browser = at_desk()
    asked = taken(colleague)
    answer = client.post(f"/desk/{asked.reference}/discretion/", {"version": asked.version, "discreet": "yes"})
    assert answer.refused


def test_after_the_appointment_was_booked_it_can_still_be_set(desk, service):
    actor, client = desk
    practitioner, place = open_clinic(service)
    asked = booked(actor, practitioner, place).request
    answer = client.post(f"/desk/{asked.reference}/discretion/", {"version": asked.version, "discreet": "yes"})
    assert answer.status_code == 302
