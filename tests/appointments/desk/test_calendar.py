"""The calendar on the screen: its grid, its days and weeks, and booking from it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from appointments.booking.actions import absences
from appointments.models import Appointment, ScheduleException, WorkingHours
from appointments.scheduling.calendar_grid import CalendarBlock, CalendarColumn, CellKind, calendar_rows
from tests.appointments.builders import NOON
from tests.appointments.desk.builders import TOMORROW_TEN, at_desk, booked, open_clinic, taken
from tests.builders import make_practitioner
from tests.snapshots import once

QUARTER = timedelta(minutes=15)


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


@pytest.fixture
def desk(clinic):
    return at_desk("lead")


def text(response) -> str:
    return response.content.decode()


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


def test_an_appointment_spans_its_rows_and_the_rest_is_free():
    cells = drawn([(2, 4, "appointment", "A")])
    assert cells == [(1, "open"), (1, "open"), (2, "appointment"), None, *[(1, "open")] * 4]


def test_appointments_that_share_a_row_stand_together():
    assert drawn([(0, 2, "appointment", "A"), (1, 3, "appointment", "B")])[:3] == [(3, "appointment"), None, None]


def test_an_appointment_off_the_quarter_takes_every_row_it_touches():
    assert drawn([(0.4, 1.2, "appointment", "A")])[:2] == [(2, "appointment"), None]


def test_a_stretch_without_hours_is_one_cell():
    assert drawn([], sessions=((2, 4),))[:5] == [(2, "closed"), None, (1, "open"), (1, "open"), (4, "closed")]


def test_every_row_of_every_column_is_covered_exactly_once():
    cells = drawn(
        [(-3, 1, "away", "A"), (3, 99, "appointment", "B"), (2, 3, "free", "C"), (20, 22, "appointment", "D")]
    )
    assert sum(cell[0] for cell in cells if cell) == 8


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


def around_the_clock(practitioner):
    WorkingHours.objects.filter(practitioner=practitioner).update(starts=time(0), ends=time(0))
    rows = list(WorkingHours.objects.filter(practitioner=practitioner, weekday__lt=3))
    for row, weekday in zip(rows, (6, 7), strict=True):
        row.pk, row.weekday = None, weekday
        row.save(force_insert=True)


def shown(response) -> list[tuple[str, list[str]]]:
    """The rows in which appointments begin: the time of each, and who stands in it."""
    return [
        (row.label, [block.label for cell in row.cells if cell for block in cell.blocks])
        for row in response.context["table"]["rows"]
        if any(cell and cell.blocks for cell in row.cells)
    ]


def test_an_appointment_across_midnight_is_booked_and_shown_on_both_days(desk, clinic, service):
    actor, client = desk
    around_the_clock(clinic[0])
    night = TOMORROW_TEN.replace(hour=23, minute=45)
    appointment = booked(actor, *clinic, starts_at=night, patient_name="Nora Night")
    assert appointment.ends_at.date() > night.date()
    assert shown(client.get("/desk/calendar/?day=2026-11-26")) == [("23:45", ["Nora Night"])]
    assert shown(client.get("/desk/calendar/?day=2026-11-27")) == [("00:00", ["Nora Night"])]
    week = client.get(f"/desk/calendar/{clinic[0].pk}/?day=2026-11-26")
    assert shown(week) == [("00:00", ["Nora Night"]), ("23:45", ["Nora Night"])]
    assert len(week.context["table"]["rows"]) == 24 * 4


def test_the_last_hour_of_a_day_with_twenty_five_is_there(desk, clinic, service):
    actor, client = desk
    around_the_clock(clinic[0])
    booked(actor, *clinic, starts_at=datetime(2027, 10, 31, 23, 15, tzinfo=UTC), patient_name="Nora Night")
    found = client.get("/desk/calendar/?day=2027-10-31")
    assert shown(found) == [("23:15 (UTC+0)", ["Nora Night"])]
    assert len(found.context["table"]["rows"]) == 25 * 4
    assert len(client.get("/desk/calendar/?day=2027-03-28").context["table"]["rows"]) == 23 * 4
