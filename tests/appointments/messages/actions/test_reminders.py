"""Reminders: at their time, once, and never about an appointment that is not to be."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.booking.actions import attendance, booking, contacts
from appointments.lifecycle.actor import PATIENT
from appointments.messages.actions import reminders
from appointments.models import Appointment, Event, PhoneTask
from portal import outbox
from portal.channels import sms
from portal.models import OutboundMessage
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON, at_once
from tests.appointments.clinic import at
from tests.appointments.clocks import DAYS, names, wall
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.messages.mails import post

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN = at(10)  # Monday; it is Wednesday noon


@pytest.fixture
def clinic():
    return kept_clinic()


def remind(now) -> int:
    return reminders.remind_due(now=now)


def written() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(name__startswith="appointments.reminder").order_by("pk"))


def told(now) -> list[str]:
    """The reminders that leave, looked for and sent as the worker does it."""
    remind(now)
    return [letter.subject for letter in post(now) if letter.subject.startswith("Reminder")]


def test_an_appointment_is_reminded_of_two_days_and_three_hours_before(clinic):
    at_ten(clinic)
    subject = "Reminder: your appointment on Monday 30 November 2026"
    assert told(TEN - 48 * HOUR - MINUTE) == []
    assert told(TEN - 48 * HOUR) == [subject]
    assert told(TEN - 3 * HOUR - MINUTE) == []
    assert told(TEN - 3 * HOUR) == [subject]
    assert told(TEN - HOUR) == []


def test_other_hours_can_be_set_and_none(clinic, settings):
    settings.REMINDER_HOURS = (24,)
    at_ten(clinic)
    assert remind(TEN - 48 * HOUR) == 0
    assert remind(TEN - 24 * HOUR) == 1
    settings.REMINDER_HOURS = ()
    assert remind(TEN - HOUR) == 0


def test_a_worker_that_was_away_sends_the_nearest_one_only_and_none_after_the_start(clinic):
    at_ten(clinic)
    late = clinic.booked(at(12))
    assert len(told(TEN - HOUR)) == 2 - (late.starts_at - (TEN - HOUR) > 48 * HOUR)
    assert [message.dedupe_key.rsplit(":", 1)[1] for message in written()] == ["3", "3"]
    assert remind(TEN) == 0
    assert told(at(12)) == []


def test_what_is_not_to_be_is_not_reminded_of(clinic):
    cancelled, given_up, in_doubt, here = (clinic.booked(at(hour)) for hour in (10, 11, 12, 13))
    booking.cancel(cancelled, by=clinic.desk, now=NOON)
    booking.cancel_by_clinic(given_up, reason="clinic", by=clinic.desk, now=NOON)
    booking.ask_cancel(in_doubt, by=PATIENT, now=NOON)
    attendance.arrive(here, by=clinic.desk, now=NOON)
    for now in (TEN - 48 * HOUR, TEN - HOUR):
        assert remind(now) == 0
    clinic.booked(at(14))
    assert remind(at(14) - 48 * HOUR) == 1, "what is to be"


def test_cancelled_between_writing_down_and_sending_it_is_not_sent(clinic):
    appointment = at_ten(clinic)
    post(NOON + HOUR)
    assert remind(TEN - 3 * HOUR) == 1
    booking.cancel(appointment, by=clinic.desk, now=TEN - 3 * HOUR)
    assert [letter for letter in post(TEN - 2 * HOUR) if letter.subject.startswith("Reminder")] == []
    assert written()[0].state == "cancelled"


def test_who_is_just_cancelling_and_keeps_it_after_all_is_reminded(clinic):
    appointment = at_ten(clinic)
    remind(TEN - 3 * HOUR)
    booking.ask_cancel(appointment, by=PATIENT, now=TEN - 3 * HOUR)
    assert told(TEN - 3 * HOUR) == []
    booking.keep(appointment, by=PATIENT, now=TEN - 3 * HOUR + MINUTE)
    assert len(told(TEN - 3 * HOUR + 2 * MINUTE)) == 1


def test_an_appointment_that_was_moved_is_reminded_of_at_its_new_time_only(clinic):
    appointment = at_ten(clinic)
    assert remind(TEN - 48 * HOUR) == 1
    booking.move_appointment(appointment, **clinic.place(at(10, days=2)), by=clinic.desk, now=TEN - 48 * HOUR)
    assert told(TEN - 48 * HOUR + MINUTE) == []
    assert written()[0].state == "cancelled", "the old one was still waiting"
    assert told(TEN - 3 * HOUR) == []
    assert len(told(at(10, days=2) - 48 * HOUR)) == 1


def test_booked_or_moved_after_the_reminder_was_due_there_is_none_and_the_mail_says_so(clinic):
    request = clinic.request(now=TEN - 2 * HOUR)
    booking.book(request, **clinic.place(TEN), by=clinic.desk, now=TEN - 2 * HOUR)
    [letter] = [letter for letter in post(TEN - 2 * HOUR + 2 * MINUTE) if letter.entry]
    assert all("It is soon, so we send no reminder." in words for words in letter.words)
    assert told(TEN - HOUR) == []


def test_booked_earlier_the_mail_says_that_a_reminder_comes(clinic):
    at_ten(clinic)
    [letter] = [letter for letter in post(NOON + 2 * MINUTE) if letter.entry]
    assert all("We remind you before it." in words for words in letter.words)


def test_the_acceptance_counts_not_when_the_time_was_first_held(clinic):
    appointment = at_ten(clinic)
    Event.objects.filter(request=appointment.request, step="book").update(step="accept", at=TEN - 2 * HOUR)
    assert remind(TEN - HOUR) == 0


def test_looking_twice_writes_down_one_reminder_with_the_same_few_queries(clinic, django_assert_num_queries):
    for hour in (10, 11, 12):
        clinic.booked(at(hour))
    assert remind(TEN - HOUR) == 3
    with django_assert_num_queries(2):
        assert remind(TEN - HOUR) == 0
    assert len(written()) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(clinic):
    at_ten(clinic)
    at_once([lambda: remind(TEN - HOUR)] * 4)
    assert len(written()) == 1


def test_one_appointment_that_fails_does_not_keep_the_others_from_their_reminder(clinic, monkeypatch, caplog):
    broken, sound = at_ten(clinic), clinic.booked(at(11))
    queue = outbox.queue

    def fail_once(**message):
        if message["subject_id"] == broken.pk:
            raise RuntimeError("no")
        return queue(**message)

    monkeypatch.setattr(outbox, "queue", fail_once)
    assert remind(TEN - HOUR) == 1
    assert [message.subject_id for message in written()] == [sound.pk]


# --- on the days on which the clocks change --------------------------------------------------------------------------


@pytest.mark.parametrize(("zone", "day"), DAYS, ids=names)
def test_on_days_of_a_clock_change_reminders_come_two_days_and_three_hours_before(clinic, settings, zone, day):
    appointment, before = at_ten(clinic), OutboundMessage.objects.count()
    settings.TIME_ZONE = zone.key
    starts_at = wall(day + DAY, "00:30", zone)  # the change lies between the appointment and its earlier reminder
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=starts_at, ends_at=starts_at + 30 * MINUTE)
    two_days, three_hours = wall(day - DAY, "00:30", zone), starts_at - 3 * HOUR
    assert remind(two_days - MINUTE) == 0
    assert remind(two_days) == 1
    assert remind(three_hours - MINUTE) == 0
    assert remind(three_hours) == 1
    assert remind(starts_at) == 0
    assert OutboundMessage.objects.count() == before + 2
    OutboundMessage.objects.exclude(name="appointments.reminder").delete()
    [letter] = post(three_hours)
    shown = starts_at.astimezone(ZoneInfo(zone.key))
    assert f"00:30 to 01:00 ({shown.tzname()})" in letter.text


# --- other ways ------------------------------------------------------------------------------------------------------


@pytest.fixture
def texts(settings, capsys):
    settings.SMS_BACKEND = "portal.channels.sms.ConsoleBackend"
    return lambda: capsys.readouterr().out.splitlines()


def test_who_gave_no_address_is_reminded_by_a_text_if_there_is_a_way(clinic, texts):
    clinic.booked(TEN, email="")
    assert told(TEN - 2 * HOUR) == []
    [text] = texts()
    reference = Appointment.objects.get().request.spoken_reference
    assert text == (
        "SMS to +442079460123: Riverside Clinic: Your appointment is on Mon 30 Nov, 10:00 (GMT). "
        f"Cannot come? Please call 020 7946 0018, so that somebody else can have the time. {reference}"
    )
    assert sms.gsm_length(text.partition(": ")[2]) <= 160


def test_a_discreet_text_does_not_name_the_clinic(clinic, texts):
    appointment = clinic.booked(TEN, email="")
    contacts.set_discreet(appointment.request, discreet=True, by=clinic.desk, now=NOON)
    told(TEN - 2 * HOUR)
    [text] = texts()
    assert text.startswith("SMS to +442079460123: Your appointment is on Mon 30 Nov")


def test_without_an_address_and_without_texts_nothing_is_written_down(clinic):
    clinic.booked(TEN, email="")
    assert remind(TEN - HOUR) == 0
    assert written() == []


def test_a_call_is_asked_for_only_if_no_reminder_arrived(clinic):
    reached, _other = at_ten(clinic), clinic.booked(at(11))
    assert remind(at(11) - 48 * HOUR) == 2
    OutboundMessage.objects.filter(name="appointments.reminder", subject_id=reached.pk).update(
        state="sent", sent_at=NOON
    )
    assert remind(at(11) - 3 * HOUR) == 2
    OutboundMessage.objects.filter(state="created").update(state="failed")
    assert outbox.hand_over(now=at(11) - 3 * HOUR) == 6  # two acknowledgements, two bookings, two reminders
    calls = PhoneTask.objects.filter(say__startswith="We remind")
    [call] = calls
    assert call.say.startswith("We remind you of your appointment: Monday 30 November 2026, 11:00 to 11:30 (GMT)")


def test_no_text_message_leaves_at_night(clinic, settings):
    """Of an appointment at 09:00 the text of three hours before leaves the evening before, or in the morning."""
    settings.SMS_BACKEND, settings.REMINDER_HOURS = "portal.channels.sms.ConsoleBackend", (3,)
    clinic.booked(at(9), email="")
    assert [remind(at(hour)) for hour in (5, 6, 7)] == [0, 0, 0]
    assert remind(at(8)) == 1


def test_a_text_message_that_was_held_up_is_not_sent_at_night(clinic, settings):
    settings.SMS_BACKEND, settings.REMINDER_HOURS = "portal.channels.sms.ConsoleBackend", (48,)
    clinic.booked(at(15), email="")
    assert remind(at(15, days=-2)) == 1
    post(at(23, days=-2))
    assert [message.state for message in written()] == ["created"], "the worker was away until the night"
    post(at(8, days=-1))
    assert [message.state for message in written()] == ["sent"]
