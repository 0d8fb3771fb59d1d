"""Sickness, leave and closures reach whoever would otherwise be told, or tell, that the appointment takes place."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from appointments.booking.actions import absences, booking, offers
from appointments.desk import request_card
from appointments.lifecycle.actor import PATIENT
from appointments.lifecycle.story import story_of
from appointments.messages.actions import phone_tasks, reminders
from appointments.messages.content import MessageName
from appointments.models import AppointmentRequest, PhoneTask, ScheduleException
from appointments.paper.pack import render_pack
from appointments.patient.actions import responses
from appointments.patient.status_summary import status_summary
from appointments.patient.timeline import timeline
from appointments.workflow import Role, StepNotAllowed
from tests.appointments.behind_link import Visitor
from tests.appointments.booking.kept_appointment import at_ten
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, refused
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.messages.mails import post
from tests.builders import make_message
from tests.client import Client

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = at(10)  # Monday; it is Wednesday noon
SOON = NOON + HOUR  # today
AWAY = "is away then"


@pytest.fixture
def clinic():
    return kept_clinic(2)


def ill(clinic, starts_at, ends_at=None, *, doctor=None, kind="leave") -> ScheduleException:
    whom = None if kind == "closure" else doctor or clinic.doctor
    span = {"starts_at": starts_at, "ends_at": ends_at or starts_at + HOUR}
    return absences.add(ScheduleException.Kind(kind), practitioner=whom, **span, by=clinic.lead, now=NOON)


def desk_browser(clinic, role=Role.RECEPTIONIST) -> Client:
    client = Client()
    client.force_login((clinic.lead if role == Role.LEAD else clinic.desk).user)
    return client


def absence_of(appointment, now=NOON) -> str:
    return story_of(AppointmentRequest.objects.get(pk=appointment.request_id), now).absence


SPANS = {  # of an absence, beside an appointment from ten to half past: (from, until, whether it stands against it)
    "the whole day": (at(0), at(0, days=1), True),
    "the same half hour": (TEN, at(10, 30), True),
    "its last five minutes": (at(10, 25), at(11), True),
    "its first five minutes": (at(9), at(10, 5), True),
    "in the midst of it": (at(10, 10), at(10, 15), True),
    "weeks around it": (at(0, days=-2), at(0, days=12), True),
    "up to its start": (at(8), TEN, False),
    "from its end": (at(10, 30), at(17), False),
    "the day before": (at(0, days=-1), at(0), False),
    "the day after": (at(0, days=1), at(0, days=2), False),
}


@pytest.mark.parametrize("kind", ["leave", "closure"])
def test_an_absence_stands_against_what_falls_into_it(clinic, kind, subtests):
    appointment = at_ten(clinic)
    for span, (starts_at, ends_at, stands_against) in SPANS.items():
        with subtests.test(span), transaction.atomic():
            ill(clinic, starts_at, ends_at, kind=kind)
            assert bool(absence_of(appointment)) is stands_against
            assert reminders.remind_due(now=TEN - 2 * HOUR) == (0 if stands_against else 1)
            transaction.set_rollback(True)


def test_another_ones_leave_and_an_extra_session_stand_against_nothing(clinic):
    appointment = at_ten(clinic)
    ill(clinic, TEN, doctor=clinic.doctors[1])
    extra = ScheduleException.Kind.EXTRA
    span = {"starts_at": TEN, "ends_at": TEN + HOUR}
    absences.add(extra, practitioner=clinic.doctor, location=clinic.location, **span, by=clinic.lead, now=NOON)
    assert absence_of(appointment) == ""


def test_what_was_booked_in_spite_of_leave_takes_place_until_leave_comes_after_it(clinic):
    ill(clinic, TEN)
    request = clinic.request(by=clinic.lead)
    later = NOON + timedelta(minutes=1)
    appointment = booking.book(
        request, **clinic.place(TEN), by=clinic.lead, now=later, overbook_reason="She comes in for this one."
    )
    assert absence_of(appointment) == ""
    span = {"starts_at": TEN, "ends_at": TEN + HOUR, "practitioner": clinic.doctor}
    absences.add(ScheduleException.Kind.LEAVE, **span, by=clinic.lead, now=later + HOUR)
    assert AWAY in absence_of(appointment)


# --- messages --------------------------------------------------------------------------------------------------------


def subjects(now) -> list[str]:
    return [letter.subject for letter in post(now)]


def test_a_reminder_that_waits_already_does_not_leave_and_comes_back_with_the_practitioner(clinic):
    at_ten(clinic)
    post(NOON + HOUR)
    assert reminders.remind_due(now=TEN - 3 * HOUR) == 1
    absence = ill(clinic, TEN)
    assert subjects(TEN - 3 * HOUR) == []
    absences.remove(absence, by=clinic.lead, now=TEN - 2 * HOUR)
    assert subjects(TEN - 2 * HOUR) == ["Reminder: your appointment on Monday 30 November 2026"]


def test_no_mail_says_booked_once_the_time_cannot_be_kept(clinic):
    at_ten(clinic)
    ill(clinic, TEN)
    assert not [subject for subject in subjects(NOON + 5 * HOUR) if "booked" in subject]


def test_nobody_is_phoned_to_be_told_of_a_time_that_cannot_be_kept(clinic):
    appointment = clinic.booked(TEN, email="")
    ill(clinic, at(9, days=1))
    booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    assert PhoneTask.objects.count() == 1, "moved to a time that is kept"


def test_an_offer_names_only_times_that_are_kept(clinic):
    request = clinic.request()
    times = [clinic.time(TEN), clinic.time(at(14))]
    offers.offer(request, times=times, lasts=DAY, by=clinic.desk, now=NOON)
    ill(clinic, at(14))
    letters = post(NOON + timedelta(minutes=5))
    offered = [letter for letter in letters if "10:00" in letter.words[0]]
    assert len(offered) == 1 and all("14:00" not in words for words in offered[0].words)
    page = Visitor(request).open()
    assert "10:00" in page.main and "14:00 to" not in page.main


# --- the patient's page ----------------------------------------------------------------------------------------------


def test_the_patients_page_says_that_the_time_cannot_be_kept_and_nothing_else(clinic):
    visitor = Visitor(at_ten(clinic).request)
    old = visitor.open()
    assert visitor.url("coming") in visitor.forms(old)
    ill(clinic, TEN)
    page = visitor.open()
    assert page.heading == "We cannot keep your appointment"
    for words in (
        "We expect you",
        "I am coming",
        "keep my appointment",
        "Add it to your calendar",
        "Your appointment is booked",
    ):
        assert words not in page.main, words
    assert visitor.forms(page).keys() == set()
    assert AWAY in page.main and "We call you to find another time." in page.main
    assert visitor.send("coming", on=old).refused
    assert visitor.client.get(visitor.url("calendar.ics")).status_code in (302, 404)
    assert "confirm" not in visitor.steps()


def test_a_page_that_knows_of_the_absence_cannot_confirm_either(clinic):
    appointment = at_ten(clinic)
    ill(clinic, TEN)
    request = AppointmentRequest.objects.get(pk=appointment.request_id)
    stamp = story_of(request, NOON).stamp
    refused(StepNotAllowed, responses.confirm, request, seen_stamp=stamp, by=PATIENT, now=NOON)
    soon = TEN - HOUR
    refused(StepNotAllowed, responses.report_cannot_come, request, seen_stamp=stamp, by=PATIENT, now=soon)


def test_a_cancelling_is_not_undone_into_a_time_that_cannot_be_kept(clinic):
    appointment = at_ten(clinic)
    visitor = Visitor(appointment.request)
    booking.ask_cancel(appointment, by=PATIENT, now=NOON)
    assert visitor.url("keep") in visitor.forms(visitor.open())
    ill(clinic, TEN)
    page = visitor.open()
    assert visitor.forms(page) == {} and "keep" not in page.main.split("What happens next")[0]


def test_other_times_are_chosen_or_the_patient_is_called(clinic):
    appointment = at_ten(clinic)
    absence = ill(clinic, at(0), at(0, days=1))
    assert len(absences.prepare_alternatives(absence, by=clinic.lead, now=NOON)) == 1
    visitor = Visitor(appointment.request)
    page = visitor.open()
    assert "We hold other times for you" in page.main and "None of these: please call me" in page.main
    assert "keep" not in page.main.split("What happens next")[0].replace("cannot keep", "")
    visitor.send("none-suits", when="any")
    [call] = PhoneTask.objects.filter(done_at__isnull=True)
    assert call.kind == "not_kept" and "We cannot keep your appointment on Monday 30 November" in call.say
    entries = " ".join(f"{entry['title']} {entry['text']}" for entry in timeline(story_of(visitor.stored(), NOON)))
    assert "stands as it was" not in entries and "We find another time" in entries
    appointment.refresh_from_db()
    booking.move_appointment(appointment, **clinic.place(at(10, days=1)), by=clinic.desk, now=NOON)
    call.refresh_from_db()
    assert call.done_at == NOON


def test_the_cancel_page_does_not_offer_to_keep_what_cannot_be_kept(clinic):
    visitor = Visitor(at_ten(clinic).request)
    ill(clinic, TEN)
    page = visitor.open("cancel")
    assert "No, find another time for me" in page.main and "keep my appointment" not in page.main


def test_a_day_later_nobody_claims_that_it_was(clinic):
    appointment = at_ten(clinic)
    ill(clinic, TEN)
    story = story_of(AppointmentRequest.objects.get(pk=appointment.request_id), TEN + DAY)
    assert status_summary(story).heading == "Your appointment on Monday 30 November 2026 did not take place"


# --- the desk --------------------------------------------------------------------------------------------------------


def test_today_its_print_the_request_and_the_queue_say_it(clinic):
    appointment = clinic.booked(SOON)
    client = desk_browser(clinic)
    ill(clinic, SOON)
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    assert AWAY in line.absence and not line.coming
    assert "arrive" not in [button["step"] for button in line.buttons]
    assert "Cannot be kept" in client.get("/desk/today/").content.decode()
    page = client.get(f"/desk/{appointment.request.reference}/")
    assert AWAY in page.context["appointment"]["absence"]
    assert [button.step for button in page.context["first"]] == []
    assert "Find another time" in page.content.decode() and "Has arrived" not in page.content.decode()
    (row,) = client.get("/desk/?tab=appointments").context["rows"]
    assert "cannot be kept" in row.when
    assert "cannot be kept" in client.get(f"/desk/calendar/?day={SOON:%Y-%m-%d}").content.decode()


def test_nobody_is_noted_as_missing_where_the_clinic_was_away(clinic):
    clinic.booked(SOON)
    ill(clinic, SOON)
    with time_machine.travel(SOON + HOUR):
        (line,) = desk_browser(clinic).get("/desk/today/").context["people"][0].appointments
    assert "miss" not in [button["step"] for button in line.buttons]


def test_the_paper_pack_says_it(clinic):
    clinic.booked(SOON)
    assert "Cannot be kept" not in render_pack("1125-K7M", now=NOON).html
    ill(clinic, SOON)
    assert "Cannot be kept" in render_pack("1125-K7M", now=NOON).html


# --- who enters it ---------------------------------------------------------------------------------------------------


def typed(clinic, first="2026-11-25", last="2026-11-26", **more):
    return {"practitioner": clinic.doctor.pk, "first_day": first, "last_day": last} | more


def test_a_receptionist_enters_sickness_of_today_and_tomorrow_and_takes_it_out_again(clinic):
    clinic.booked(SOON)
    client = desk_browser(clinic)
    page = client.post("/desk/leave/", typed(clinic), follow=True)
    assert [hit.name for hit in page.context["affected"]] == ["Olena Example"]
    stored = ScheduleException.objects.get()
    assert (stored.kind, stored.made_by) == ("leave", clinic.desk.user)
    assert (stored.starts_at, stored.ends_at) == (at(0, days=-5), at(0, days=-3))
    client.post(f"/desk/leave/{stored.pk}/", {"do": "remove"})
    assert not ScheduleException.objects.exists()


def test_other_days_are_a_leads(clinic, subtests):
    client = desk_browser(clinic)
    for wrong in (
        {"first_day": "2026-11-24"},
        {"last_day": "2026-11-27"},
        {"last_day": "2027-11-25"},
        {"first_day": "2026-11-26", "last_day": "2026-11-25"},
        {"practitioner": ""},
        {"first_day": "", "last_day": ""},
        {"first_day": "today"},
        {"first_clock": "25:00"},
        {"first_clock": "10:03"},
    ):
        with subtests.test(**wrong):
            response = client.post("/desk/leave/", typed(clinic) | wrong)
            assert response.refused and not ScheduleException.objects.exists()


def test_a_receptionist_enters_neither_a_closure_nor_takes_out_what_a_lead_entered(clinic):
    client = desk_browser(clinic)
    client.post("/desk/leave/", typed(clinic, kind="closure", public_reason="x"))
    assert ScheduleException.objects.get().kind == "leave"
    of_the_lead = ill(clinic, TEN)
    assert client.post(f"/desk/leave/{of_the_lead.pk}/", {"do": "remove"}).status_code == 404
    too_far = {"starts_at": TEN, "ends_at": TEN + HOUR, "by": clinic.desk, "now": NOON}
    refused(absences.NotTheseDays, absences.add_sickness, clinic.doctor, **too_far)


# --- calls that were asked for before --------------------------------------------------------------------------------


def said(request, now=NOON) -> list[str]:
    return [task["say"] for task in request_card.phone_tasks(AppointmentRequest.objects.get(pk=request.pk), now)]


UNDELIVERED = [MessageName.BOOKED, MessageName.MOVED, MessageName.REMINDER, MessageName.REMINDER_BY_TEXT]


def test_a_call_that_was_to_tell_of_the_appointment_tells_that_it_cannot_be_kept(clinic):
    appointment = at_ten(clinic)
    for name in UNDELIVERED:
        message = make_message(name=name, subject_id=appointment.pk, state="failed")
        key = phone_tasks.key_of_undelivered(message.pk)
        call = {"kind": PhoneTask.Kind.UNDELIVERED, "dedupe_key": key, "now": NOON}
        phone_tasks.ask_for_a_call(appointment.request, say=f"Of {name}: your appointment is booked.", **call)
    away = ill(clinic, TEN)
    assert said(appointment.request) == len(UNDELIVERED) * [
        "We cannot keep your appointment on Monday 30 November 2026, 10:00 to 10:30 (GMT). Please do not come at that "
        "time. We are sorry. Let us find you another time now."
    ]
    absences.remove(away, by=clinic.lead, now=NOON)
    assert said(appointment.request) == [f"Of {name}: your appointment is booked." for name in UNDELIVERED]


def test_a_call_about_a_new_time_without_an_address_follows_too(clinic):
    appointment = clinic.booked(TEN, email="")
    booking.move_appointment(appointment, **clinic.place(at(14)), by=clinic.desk, now=NOON)
    assert said(appointment.request)[0].startswith("Your appointment has a new time")
    ill(clinic, at(14))
    assert "cannot keep your appointment on Monday 30 November 2026, 14:00" in said(appointment.request)[0]


def test_a_call_about_held_times_names_those_that_can_be_kept(clinic):
    request = clinic.request(email="")
    offers.offer(request, times=[clinic.time(at(9)), clinic.time(at(11))], lasts=DAY, by=clinic.desk, now=NOON)
    assert "09:00" in said(request)[0] and "11:00" in said(request)[0]
    ill(clinic, at(9))
    assert "09:00" not in said(request)[0] and "11:00" in said(request)[0]
    ill(clinic, at(11))
    assert said(request)[0].startswith("We held times for you, but none of them can be kept")


def test_a_call_that_is_about_something_else_keeps_its_words(clinic):
    appointment = at_ten(clinic)
    ill(clinic, TEN)
    for kind in (PhoneTask.Kind.CANCELLING, PhoneTask.Kind.GUESSED, PhoneTask.Kind.NOT_KEPT, PhoneTask.Kind.PROMISE):
        phone_tasks.ask_for_a_call(appointment.request, kind=kind, say=f"About {kind}.", dedupe_key=kind, now=NOON)
    assert said(appointment.request) == ["About cancelling.", "About guessed.", "About not_kept.", "About promise."]
