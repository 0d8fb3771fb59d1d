"""The day on the screen: the calendar, the lists of appointments, and leave with what it hits."""

from datetime import date, timedelta

import pytest
from django.test import Client

from appointments.booking.actions import absences, booking
from appointments.models import Appointment, ScheduleException, WorkingHours
from appointments.scheduling.calendar_grid import CalendarBlock, CalendarColumn, CellKind, calendar_rows
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import TOMORROW_TEN, at_desk, booked, open_clinic, taken
from tests.builders import make_practitioner, make_user

QUARTER = timedelta(minutes=15)


@pytest.fixture
def clinic(service):
    return open_clinic(service, name="Dr Ada Example")


@pytest.fixture
def desk(clinic):
    return at_desk("lead")


def text(response) -> str:
    return response.content.decode()


# --- the grid, without any database ----------------------------------------------------------------------------------


def drawn(blocks, sessions=((0, 8),), rows=8):
    def moment(number):
        return NOON + QUARTER * number

    column = CalendarColumn(
        NOON,
        [CalendarBlock(moment(start), moment(end), CellKind(kind), label) for start, end, kind, label in blocks],
        [(moment(start), moment(end)) for start, end in sessions],
    )
    table = calendar_rows([column], labels=[(str(number), False) for number in range(rows)], step=QUARTER)
    return [(row.cells[0].rows, row.cells[0].kind) if row.cells[0] else None for row in table]


def test_a_appointment_spans_its_rows_and_the_rest_is_free():
    cells = drawn([(2, 4, "appointment", "A")])
    assert cells == [(1, "open"), (1, "open"), (2, "appointment"), None, *[(1, "open")] * 4]


def test_appointments_that_share_a_row_stand_together():
    assert drawn([(0, 2, "appointment", "A"), (1, 3, "appointment", "B")])[:3] == [(3, "appointment"), None, None]


def test_a_appointment_off_the_quarter_takes_every_row_it_touches():
    assert drawn([(0.4, 1.2, "appointment", "A")])[:2] == [(2, "appointment"), None]


def test_a_stretch_without_hours_is_one_cell():
    assert drawn([], sessions=((2, 4),))[:5] == [(2, "closed"), None, (1, "open"), (1, "open"), (4, "closed")]


def test_every_row_of_every_column_is_covered_exactly_once():
    cells = drawn(
        [(-3, 1, "away", "A"), (3, 99, "appointment", "B"), (2, 3, "free", "C"), (20, 22, "appointment", "D")]
    )
    assert sum(cell[0] for cell in cells if cell) == 8


# --- the calendar ----------------------------------------------------------------------------------------------------


def test_the_day_shows_appointments_leave_and_the_hours_of_each_practitioner(desk, clinic, service):
    actor, client = desk
    booked(actor, *clinic)
    away = make_practitioner(service.specialty, name="Dr Boris Away")
    absences.add(
        ScheduleException.Kind.LEAVE,
        practitioner=away,
        starts_at=TOMORROW_TEN,
        ends_at=TOMORROW_TEN + timedelta(hours=2),
        public_reason="On a course",
        by=actor,
        now=NOON,
    )
    page = text(client.get("/desk/calendar/?day=2026-11-26"))
    for words in ("Dr Ada Example", "Olena Example", "10:00–10:30", "Dr Boris Away", "On a course"):
        assert words in page


def test_a_free_time_of_the_calendar_books_the_chosen_request(desk, clinic):
    actor, client = desk
    asked = taken(actor)
    page = client.get(f"/desk/calendar/?day=2026-11-26&for={asked.reference}")
    codes = [block.code for row in page.context["table"]["rows"] for cell in row.cells if cell for block in cell.blocks]
    posted = {"version": page.context["chosen"].version, "time": codes[0]}
    assert client.post(page.context["chosen"].step_url, posted).status_code == 302
    assert Appointment.objects.get().starts_at == TOMORROW_TEN - timedelta(hours=1)


def test_without_a_request_nothing_can_be_pressed(desk):
    _actor, client = desk
    assert 'name="time"' not in text(client.get("/desk/calendar/?day=2026-11-26"))


def test_the_week_has_seven_days(desk, clinic):
    _actor, client = desk
    page = client.get(f"/desk/calendar/{clinic[0].pk}/?day=2026-11-26")
    assert len(page.context["table"]["heads"]) == 7


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_days_on_which_the_clocks_change_say_so_and_start_at_nine(desk, clinic, day):
    _actor, client = desk
    practitioner, place = clinic
    WorkingHours.objects.create(
        practitioner=practitioner,
        location=place,
        weekday=7,
        starts="09:00",
        ends="12:00",
        valid_from=date(2026, 1, 1),
    )
    page = client.get(f"/desk/calendar/?day={day}")
    assert page.context["table"]["rows"][0].label.startswith("09:00 (UTC+")
    assert "The clocks change" in text(page)
    week = client.get(f"/desk/calendar/{practitioner.pk}/?day={day}")
    assert week.context["table"]["rows"][0].label.startswith("09:00")
    assert week.context["table"]["rows"][0].cells[6].kind == "open"


@pytest.mark.parametrize(
    "query", ["day=31/04/2026", "day=9999-12-31", "day=0001-01-01", "location=x", "for=ZZZZZZZZ", "for=%00"]
)
def test_a_broken_address_shows_a_calendar(desk, query):
    _actor, client = desk
    assert client.get(f"/desk/calendar/?{query}").status_code == 200


# --- the lists of the day --------------------------------------------------------------------------------------------


def test_arrived_attended_and_did_not_come(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30))
    page = client.get("/desk/today/")
    (line,) = page.context["people"][0].appointments
    assert [act["step"] for act in line.acts] == ["arrive"]  # the appointment has not begun
    client.post(line.acts[0]["url"], {"version": line.version, "back": "today:2026-11-25"})
    appointment.refresh_from_db()
    assert appointment.status == "arrived"


def test_no_show_is_offered_after_the_start_only(desk, clinic):
    actor, client = desk
    booked(actor, *clinic, starts_at=NOON - timedelta(hours=1), now=NOON - timedelta(hours=3))
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    assert {act["step"] for act in line.acts} == {"arrive", "attend", "miss"}


def as_practitioner(practitioner) -> Client:
    person = make_user("")
    type(practitioner).objects.filter(pk=practitioner.pk).update(user=person)
    client = Client()
    client.force_login(person)
    return client


def test_a_practitioner_sees_their_own_appointments_without_phone_numbers(desk, clinic, service):
    actor, _client = desk
    booked(actor, *clinic, starts_at=NOON + timedelta(hours=1))
    other = open_clinic(service, name="Dr Boris Other")
    booked(actor, *other, starts_at=NOON + timedelta(hours=1), patient_name="Somebody Else", access_needs=["quiet"])
    page = text(as_practitioner(clinic[0]).get("/desk/today/"))
    assert "Olena Example" in page and "Cramps since Sunday" in page
    assert "Somebody Else" not in page and "7946" not in page


def test_a_practitioner_notes_what_happened_to_their_own_appointment_and_to_no_other(desk, clinic, service):
    actor, _client = desk
    own = booked(actor, *clinic, starts_at=NOON + timedelta(hours=1))
    theirs = booked(actor, *open_clinic(service), starts_at=NOON + timedelta(hours=1))
    client = as_practitioner(clinic[0])
    assert client.post(f"/desk/{own.request.reference}/arrive/").url.startswith("/desk/today/")
    own.refresh_from_db()
    assert own.status == "arrived"
    assert client.post(f"/desk/{theirs.request.reference}/arrive/").status_code == 404
    assert client.get(f"/desk/{own.request.reference}/").status_code == 404
    refused = client.post(f"/desk/{own.request.reference}/cancel/", follow=True)
    assert refused.redirect_chain[-1][0].startswith("/desk/today/")
    own.refresh_from_db()
    assert own.status == "arrived"


def test_the_day_costs_the_same_number_of_queries_for_any_number_of_appointments(
    desk, clinic, django_assert_max_num_queries
):
    actor, client = desk
    for number in range(4):
        booked(actor, *clinic, starts_at=NOON + timedelta(minutes=30 * (number + 1)))
    with django_assert_max_num_queries(8):
        client.get("/desk/today/")
    with django_assert_max_num_queries(14):
        client.get("/desk/calendar/?day=2026-11-25")


# --- leave -----------------------------------------------------------------------------------------------------------


def test_leave_lists_what_it_hits_holds_other_times_and_moves_a_appointment(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic)
    typed = {"kind": "leave", "practitioner": clinic[0].pk, "first_day": "2026-11-26", "last_day": "2026-11-26"}
    page = client.post("/desk/leave/", typed, follow=True)
    address = page.redirect_chain[-1][0]
    assert [hit.name for hit in page.context["hits"]] == ["Olena Example"]
    appointment.refresh_from_db()
    assert appointment.status == "booked"
    (hit,) = client.post(address, {"do": "hold"}, follow=True).context["hits"]
    assert 1 <= len(hit.held) <= 3
    moved = {"version": hit.version, "time": hit.held[0]["code"], "back": f"leave:{address.split('/')[-2]}"}
    page = client.post(hit.move_url, moved, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert page.context["hits"] == []


def test_a_receptionist_sees_leave_and_does_not_enter_it(clinic):
    _actor, client = at_desk()
    assert client.get("/desk/leave/").status_code == 200
    assert client.post("/desk/leave/", {"kind": "closure"}).status_code == 404
    assert not ScheduleException.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "leave"}, "Choose whose time this is about."),
        ({"kind": "closure", "last_day": "2026-11-25"}, "The end has to be later than the start."),
        ({"kind": "closure", "first_day": "2026-03-29", "first_clock": "01:30"}, "does not exist"),
        ({"kind": "closure", "first_clock": "10:03"}, "multiple of five minutes"),
    ],
)
def test_what_is_wrong_with_an_absence_is_said(desk, typed, words):
    _actor, client = desk
    response = client.post("/desk/leave/", {"first_day": "2026-11-26", "last_day": "2026-11-27"} | typed)
    assert response.status_code == 422
    assert words in text(response)


def test_the_appointment_of_a_request_that_waits_is_not_on_any_list(desk):
    _actor, client = desk
    make_request()
    assert client.get("/desk/today/").context["people"] == []


def test_a_missed_appointment_stays_on_the_list_of_its_day(desk, clinic):
    actor, client = desk
    appointment = booked(actor, *clinic, starts_at=NOON - timedelta(hours=1), now=NOON - timedelta(hours=3))
    booking.miss(appointment, by=actor, now=NOON)
    (line,) = client.get("/desk/today/").context["people"][0].appointments
    assert [act["step"] for act in line.acts] == ["not_missed"]
