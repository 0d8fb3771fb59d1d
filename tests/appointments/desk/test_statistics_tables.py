"""The numbers of the desk: counted right, in a fixed number of queries, and never with a name in them."""

from datetime import date, timedelta

import pytest

from appointments.clinic_time import span_of_days
from appointments.desk.statistics_tables import statistics_tables
from appointments.models import AppointmentRequest
from tests.appointments.builders import NOON, make_article, make_request, make_service, request_values
from tests.appointments.clinic import at
from tests.appointments.clocks import LONDON, NEW_YORK
from tests.appointments.kept_clinic import kept_clinic

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOVEMBER = span_of_days(date(2026, 11, 1), date(2026, 11, 30), LONDON)


def rows(code: str, *, span=NOVEMBER, now=NOON) -> list[list]:
    return next(table.rows for table in statistics_tables(span, now) if table.code == code)


def store(service, **values) -> AppointmentRequest:
    return AppointmentRequest.objects.create(**request_values(service, **values))


def test_who_waits_now_is_counted_by_service_with_those_who_are_late(service):
    other = make_service("orthopaedist")
    store(service, owed_since=NOON - DAY, promise_at=NOON - HOUR, created_at=NOON - DAY)
    store(service, owed_since=NOON)
    store(other)
    store(other, status="waiting_list")
    assert rows("waiting") == [["Neurologist", 2, 1], ["Orthopaedist", 1, 0]]


def test_promises_are_counted_in_the_week_they_fell_due_and_measured_by_the_first(service):
    asked = {"created_at": NOON - 8 * DAY, "first_promise_at": NOON - 6 * DAY}
    store(service, **asked, answered_at=NOON - 6 * DAY)  # in the nick of time
    store(service, **asked, answered_at=NOON - 6 * DAY + HOUR)
    store(service, **asked, promise_at=NOON + DAY)  # renewed, and still not answered
    store(service, **asked, status="closed", outcome="withdrawn", closed_at=NOON - 7 * DAY)  # gave up before
    store(service, **asked, status="closed", outcome="withdrawn", closed_at=NOON - 5 * DAY)  # gave up waiting
    store(service, first_promise_at=NOON + HOUR)  # not due yet
    store(service, first_promise_at=None)
    assert rows("promises") == [["2026-11-16", 25.0, 1, 4]]


def test_the_time_to_first_contact_is_a_median_and_a_ninth_tenth_of_those_who_used_the_form(service):
    for hours in range(1, 11):
        store(service, created_at=NOON - DAY, answered_at=NOON - DAY + hours * HOUR)
    store(service, created_at=NOON - DAY, answered_at=NOON - DAY, channel="phone")
    store(service)
    assert [row[1] for row in rows("first_contact")] == [5.5, 9.0, 10]


def test_missed_appointments_are_a_share_of_those_that_were_noted():
    clinic = kept_clinic()
    for hour, status in ((9, "fulfilled"), (10, "noshow"), (11, "fulfilled"), (12, "booked")):
        appointment = clinic.booked(at(hour))
        type(appointment).objects.filter(pk=appointment.pk).update(status=status)
    assert rows("appointments") == [["Neurologist", 33.3, 1, 3]]


def test_what_is_asked_for_is_counted_by_service_and_article_without_what_was_no_request(service):
    article = make_article(name="Lower back cramps")
    other = make_service("orthopaedist")
    make_request(service, edition=article)
    make_request(other, edition=article)
    make_request(other)
    make_request(other, patient_name="Call +1 800 555 0199")
    store(other, status="closed", outcome="spam", closed_at=NOON)
    store(other, created_at=NOON - 60 * DAY)
    assert rows("specialties") == [["Orthopaedist", 2], ["Neurologist", 1]]
    assert rows("articles") == [["Lower back cramps", "Neurologist", 1], ["Lower back cramps", "Orthopaedist", 1]]


@pytest.mark.parametrize(
    "zone, hour, day, part",
    [(LONDON, 12, "Wednesday", 5), (NEW_YORK, 3, "Tuesday", 8)],  # in New York it is the evening before
)
def test_days_and_hours_are_the_clinics(service, settings, zone, hour, day, part):
    settings.TIME_ZONE = zone.key
    store(service, created_at=NOON.replace(hour=hour))
    store(service, created_at=NOON.replace(hour=hour), channel="phone")
    [found] = [row for row in rows("hours") if row[1]]
    assert (found[0], found[1], found[part], sum(found[2:])) == (day, 1, 1, 1)


def test_an_empty_clinic_has_empty_tables_and_all_of_them_cost_seven_queries(service, django_assert_num_queries):
    with django_assert_num_queries(7):
        assert [table.rows for table in statistics_tables(NOVEMBER, NOON)] == [[]] * 7
    for number in range(5):
        make_request(service, email=f"p{number}@example.org")
    with django_assert_num_queries(7):
        assert "Olena" not in repr(statistics_tables(NOVEMBER, NOON))
