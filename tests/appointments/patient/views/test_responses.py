"""A patient answers held times on their page: nothing is chosen for them, and who is too late reads today's truth."""

from datetime import timedelta

import pytest
import time_machine

from appointments.booking.actions import absences, booking, offers
from appointments.models import TimeOffer
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import NOON, day_in, everything_stored
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.pages import Page, words

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def clinic():
    return kept_clinic()


@pytest.fixture
def visitor(clinic) -> Visitor:
    """Three times on two days are held."""
    request = clinic.request()
    times = [clinic.time(start) for start in (at(9), at(14), at(9, days=1))]
    offers.offer(request, times=times, lasts=TWO_DAYS, by=clinic.desk, now=NOON)
    return Visitor(request)


def held(visitor) -> list:
    return list(visitor.request.appointments.filter(status="pending").order_by("starts_at"))


def conflict_page(response) -> Page:
    """Somebody was refused: nothing was stored, and today's truth is on the page."""
    assert response.refused
    return Page(response)


def test_held_times_are_shown_day_by_day_with_zone_person_place_and_until_when(visitor, clinic):
    page = visitor.open()
    assert page.heading == "Choose a time – not booked yet"
    groups = page.tree.query("main form [role=group]")
    assert [words(group.query("p")[0]) for group in groups] == ["Monday 30 November 2026", "Tuesday 1 December 2026"]
    labels = [words(label) for label in page.tree.query("main form label")]
    assert labels == [
        f"09:00 to 09:30 (GMT), with {clinic.doctor.name}, Main house",
        f"14:00 to 14:30 (GMT), with {clinic.doctor.name}, Main house",
        f"09:00 to 09:30 (GMT), with {clinic.doctor.name}, Main house",
        "None of these suits me",
    ]
    assert "and hold them until Friday 27 November, 12:00 (GMT)." in page.main


def test_nothing_is_chosen_beforehand_and_sending_nothing_says_so(visitor):
    assert "time" not in visitor.form(visitor.open(), "choose")
    before = everything_stored()
    page = Page(visitor.send("choose", on=visitor.open()))
    assert list(page.errors.values()) == [
        "Which time suits you? – Choose one of the times, or that none of them suits."
    ]
    assert page.title.startswith("Error: ")
    assert everything_stored() == before


def test_a_chosen_time_is_the_appointment(visitor):
    chosen = held(visitor)[1]
    answer = visitor.send("choose", on=visitor.open(), time=chosen.pk)
    assert (answer.status_code, answer.url) == (302, visitor.url())
    page = visitor.open()
    assert page.heading == "Your appointment is booked"
    assert page.answers["Time"] == "14:00 to 14:30 (GMT)"
    assert held(visitor) == []


def test_pressing_twice_books_once_and_shows_the_same(visitor):
    page, chosen = visitor.open(), held(visitor)[0]
    answers = [visitor.send("choose", on=page, time=chosen.pk) for _press in range(2)]
    assert {answer.url for answer in answers} == {visitor.url()}
    assert visitor.steps().count("accept") == 1


def test_a_second_choice_from_an_old_page_is_told_what_is_booked(visitor):
    page, times = visitor.open(), held(visitor)
    visitor.send("choose", on=page, time=times[0].pk)
    refused = conflict_page(visitor.send("choose", on=page, time=times[1].pk))
    assert refused.heading == "Your appointment is booked"
    assert "09:00 to 09:30 (GMT)" in refused.main
    assert "Nothing of yours was stored" in refused.main


def test_who_answers_when_the_times_have_run_out_is_told_so(visitor):
    page, chosen = visitor.open(), held(visitor)[0]
    with time_machine.travel(NOON + TWO_DAYS):
        refused = conflict_page(visitor.send("choose", on=page, time=chosen.pk))
        assert refused.heading == "The times have run out – not booked yet"
        assert "The times are no longer held. Nothing has changed for you." in refused.main
        assert visitor.forms(visitor.open()) == {}
        offers.expire_due(now=NOON + TWO_DAYS)
        assert conflict_page(visitor.send("choose", on=page, time=chosen.pk)).heading == "Request sent – not booked yet"
    assert not TimeOffer.objects.filter(answer="accepted").exists()


def test_who_answers_after_the_desk_has_booked_another_time_reads_that_time(visitor, clinic):
    page, chosen = visitor.open(), held(visitor)[0]
    request = offers.take_back(TimeOffer.objects.get(), by=clinic.desk, now=NOON)
    booking.book(request, **clinic.place(at(16)), by=clinic.desk, now=NOON)
    refused = conflict_page(visitor.send("choose", on=page, time=chosen.pk))
    assert refused.heading == "Your appointment is booked"
    assert refused.answers["Time"] == "16:00 to 16:30 (GMT)"


def test_a_time_nobody_offered_books_nothing(visitor):
    page, before = visitor.open(), everything_stored()
    for time in ("", "0", "9" * 40, "-1", "x", "٣", "none of these"):
        assert visitor.send("choose", on=page, time=time).status_code in (200, 409), time
        assert everything_stored() == before


def test_a_time_of_another_patient_is_not_there(visitor, clinic):
    theirs = clinic.booked(at(16))
    before = everything_stored()
    conflict_page(visitor.send("choose", on=visitor.open(), time=theirs.pk))
    assert everything_stored() == before


# --- none of them ----------------------------------------------------------------------------------------------------


def test_none_of_them_asks_what_would_suit_while_the_times_stay_held(visitor):
    answer = visitor.send("choose", on=visitor.open(), time="none")
    assert answer.url == visitor.url("none-suits")
    page = visitor.open("none-suits")
    assert "Until you send this, we hold the times for you." in page.main
    assert len(held(visitor)) == 3


def test_what_would_suit_goes_back_to_the_desk(visitor):
    answer = visitor.send("none-suits", when="days", day_1=day_in(9).isoformat(), part_1="evening")
    assert answer.url == visitor.url() + "?done=none"
    page = Page(visitor.client.get(answer.url))
    assert page.heading == "Request sent – not booked yet"
    assert "We have your answer and your wishes." in page.main
    assert [(window.day, window.part) for window in visitor.request.windows.all()] == [(day_in(9), "evening")]
    assert held(visitor) == [] and visitor.stored().status == "in_progress"


def test_a_wish_that_cannot_be_is_said_and_nothing_is_lost(visitor):
    before = everything_stored()
    page = Page(visitor.send("none-suits", when="days", day_1="2020-02-29"))
    assert "This day has passed" in " ".join(page.errors.values())
    assert everything_stored() == before


def test_none_of_them_from_an_old_page_is_told_how_it_stands(visitor, clinic):
    page = visitor.open("none-suits")
    offers.take_back(TimeOffer.objects.get(), by=clinic.desk, now=NOON)
    assert conflict_page(visitor.send("none-suits", on=page, when="any")).heading == "Request sent – not booked yet"
    assert visitor.open("none-suits").heading == "Request sent – not booked yet"


def test_none_of_old_times_does_not_refuse_the_new_ones(visitor, clinic):
    page = visitor.open("none-suits")
    request = offers.take_back(TimeOffer.objects.get(), by=clinic.desk, now=NOON)
    offers.offer(request, times=[clinic.time(at(15))], lasts=TWO_DAYS, by=clinic.desk, now=NOON)
    assert conflict_page(visitor.send("none-suits", on=page, when="any")).heading == "Choose a time – not booked yet"
    assert len(held(visitor)) == 1


# --- other times than the booked one ---------------------------------------------------------------------------------


@pytest.fixture
def booked(clinic) -> Visitor:
    """Booked at two o'clock, with an earlier time held."""
    appointment = clinic.booked(at(14))
    locked = {clinic.doctor.pk: clinic.doctor}
    offers.hold_times(
        appointment.request, times=[clinic.time(at(9))], locked=locked, lasts=TWO_DAYS, by=clinic.desk, now=NOON
    )
    return Visitor(appointment.request)


def test_an_earlier_time_moves_the_appointment_if_the_patient_wants_it(booked):
    page = booked.open()
    assert page.heading == "Your appointment is booked" and page.answers["Time"] == "14:00 to 14:30 (GMT)"
    assert "We hold an earlier time for you" in page.main
    assert "You keep your appointment as it is, unless you choose one of these instead." in page.main
    booked.send("choose", on=page, time=held(booked)[0].pk)
    assert booked.open().answers["Time"] == "09:00 to 09:30 (GMT)"
    assert booked.request.appointments.get(status="booked").sequence == 1


def test_who_does_not_want_it_keeps_the_appointment(booked):
    booked.send("none-suits", when="any")
    page = booked.open()
    assert page.answers["Time"] == "14:00 to 14:30 (GMT)"
    assert "None of the other times suited you" in page.main and "We hold" not in page.main


def test_when_nobody_can_see_them_then_the_page_says_that_the_time_cannot_be_kept(booked, clinic):
    leave = {"practitioner": clinic.doctor, "starts_at": at(13), "ends_at": at(17)}
    absences.add("leave", **leave, by=clinic.lead, now=NOON)
    page = booked.open()
    assert page.heading == "We cannot keep your appointment"
    assert "Choose one of these instead of the time we cannot keep, or call us." in page.main


# --- coming, and the calendar ----------------------------------------------------------------------------------------


def test_who_is_coming_says_so_with_one_press(clinic):
    visitor = Visitor(clinic.booked(at(9)).request)
    answer = visitor.send("coming", on=visitor.open())
    page = Page(visitor.client.get(answer.url))
    assert "Thank you for telling us that you are coming." in page.main
    assert visitor.url("coming") not in visitor.forms(page)
    assert visitor.stored().appointments.get().confirmed_at is not None


def test_coming_to_a_time_that_was_moved_is_asked_again(clinic):
    appointment = clinic.booked(at(9))
    visitor = Visitor(appointment.request)
    page = visitor.open()
    booking.move_appointment(appointment, **clinic.place(at(15)), by=clinic.desk, now=NOON)
    refused = conflict_page(visitor.send("coming", on=page))
    assert refused.answers["Time"] == "15:00 to 15:30 (GMT)"
    assert visitor.stored().appointments.get().confirmed_at is None
    assert visitor.send("coming", on=refused).status_code == 302


def test_the_calendar_file_is_the_appointment_as_it_stands_and_nobody_keeps_or_lists_it(clinic):
    appointment = clinic.booked(at(9))
    visitor = Visitor(appointment.request)
    assert visitor.open().link("Add it to your calendar") == "calendar.ics"
    for starts_at, stamp, sequence in ((at(9), "20261130T090000Z", 0), (at(15), "20261130T150000Z", 1)):
        if sequence:
            booking.move_appointment(appointment, **clinic.place(starts_at), by=clinic.desk, now=NOON)
        file = visitor.client.get(visitor.url("calendar.ics"))
        assert file["Content-Type"].startswith("text/calendar")
        assert "no-store" in file["Cache-Control"] and file["X-Robots-Tag"] == "noindex"
        text = file.content.decode()
        assert f"DTSTART:{stamp}" in text and f"SEQUENCE:{sequence}" in text and str(appointment.calendar_uid) in text
        assert "Olena" not in text
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    assert visitor.client.get(visitor.url("calendar.ics")).url == visitor.url()
