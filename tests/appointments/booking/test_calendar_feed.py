"""A practitioner's calendar feed: times and references for whoever has the secret, and a 404 for everybody else."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from appointments.booking.actions import absences, attendance, booking, calendar_feeds
from appointments.lifecycle.actor import SYSTEM
from appointments.models import ScheduleException
from appointments.privacy.actions import erasure
from portal.models import User
from tests.appointments.builders import NOON
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.whole_life import HER, WORDS
from topics.models import Practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return kept_clinic(2)


@pytest.fixture
def secret(clinic):
    return calendar_feeds.make(clinic.doctor, by=clinic.lead, now=NOON)


def events(client, secret):
    answer = client.get(f"/appointments/feed/{secret}.ics")
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_shows_times_and_references_and_nothing_about_anybody(clinic, client, secret):
    appointment = clinic.booked(at(9), **HER)
    answer = client.get(f"/appointments/feed/{secret}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["SUMMARY"], event["UID"]) == (
        appointment.request.spoken_reference,
        f"appointment-{appointment.pk}@testserver",
    )
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (appointment.starts_at, appointment.ends_at)
    text = answer.content.decode()
    assert [word for word in (*WORDS, "Example", "Neurologist", clinic.doctor.name) if word in text] == []


def test_without_appointments_it_still_is_a_calendar(clinic, client, secret):
    answer = client.get(f"/appointments/feed/{secret}.ics")
    found = Calendar.from_ical(answer.content)
    assert [component.name for component in found.subcomponents] == ["VTIMEZONE"], "RFC 5545, 3.6: at least one"
    assert found.subcomponents[0]["TZID"] == "Etc/UTC" and found.subcomponents[0].subcomponents[0].name == "STANDARD"
    assert "METHOD" not in found, "which publishes events (RFC 5546, 3.2.1)"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    clinic.booked(at(9))
    found = Calendar.from_ical(client.get(f"/appointments/feed/{secret}.ics").content)
    assert [component.name for component in found.subcomponents] == ["VEVENT"] and found["METHOD"] == "PUBLISH"


def test_a_moved_appointment_keeps_its_uid_and_its_sequence_grows(clinic, client, secret):
    appointment = clinic.booked(at(9))
    [before] = events(client, secret)
    booking.move_appointment(appointment, **clinic.place(at(14)), by=clinic.desk, now=NOON)
    [after] = events(client, secret)
    assert after["UID"] == before["UID"] and after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTART") == at(14)


def test_it_shows_neither_anothers_appointments_nor_cancelled_missed_or_far_ones(clinic, client, secret):
    clinic.booked(at(9), clinic.doctors[1])
    cancelled = clinic.booked(at(10))
    booking.cancel(cancelled, by=clinic.desk, now=NOON)
    clinic.booked(at(9, days=364 + 7))
    near = clinic.booked(at(11))
    assert [event["SUMMARY"] for event in events(client, secret)] == [near.request.spoken_reference]


def test_after_two_weeks_an_appointment_is_gone_and_an_erased_one_is_still_only_a_time(
    clinic, client, secret, time_machine
):
    appointment = clinic.booked(at(9))
    attendance.attend(appointment, by=clinic.desk, now=at(10))
    erasure.erase(appointment.request, by=SYSTEM, now=at(10))
    time_machine.move_to(at(9, days=14))
    assert len(events(client, secret)) == 1
    time_machine.move_to(at(9, days=14) + timedelta(minutes=1))
    assert events(client, secret) == []


def test_unknown_revoked_and_orphaned_secrets_are_all_the_same_404(clinic, client, secret):
    def found(it) -> int:
        return client.get(f"/appointments/feed/{it}.ics").status_code

    assert (found(secret), found("x" * 43), found(secret[:-1])) == (200, 404, 404)
    User.objects.filter(pk=clinic.desk.user.pk).update(is_active=False)
    Practitioner.objects.filter(pk=clinic.doctor.pk).update(user=clinic.desk.user)
    assert found(secret) == 404  # the account is closed
    Practitioner.objects.filter(pk=clinic.doctor.pk).update(user=None, active=False)
    assert found(secret) == 404  # they left
    Practitioner.objects.filter(pk=clinic.doctor.pk).update(active=True)
    assert found(secret) == 200
    calendar_feeds.revoke(clinic.doctor, by=clinic.lead, now=NOON)
    assert found(secret) == 404


def test_the_feed_is_read_with_two_queries_and_never_written_to(clinic, client, secret, django_assert_num_queries):
    for hour in range(9, 13):
        clinic.booked(at(hour))
    with django_assert_num_queries(2):
        assert len(events(client, secret)) == 4
    assert client.post(f"/appointments/feed/{secret}.ics").status_code == 405


@pytest.mark.parametrize(("kind", "why"), [("leave", "you are away"), ("closure", "the clinic is closed")])
def test_what_falls_into_an_absence_is_shown_as_lost_until_the_absence_is_taken_out(clinic, client, secret, kind, why):
    lost, kept = clinic.booked(at(9)), clinic.booked(at(14))
    whom = clinic.doctor if kind == "leave" else None
    away = absences.add(
        ScheduleException.Kind(kind), practitioner=whom, starts_at=at(8), ends_at=at(12), by=clinic.lead, now=NOON
    )
    found = {event.decoded("DTSTART"): event for event in events(client, secret)}
    assert (found[at(9)]["STATUS"], found[at(9)]["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert found[at(9)]["SUMMARY"] == f"{lost.request.spoken_reference} cannot be kept: {why}"
    assert (found[at(14)]["STATUS"], found[at(14)]["SUMMARY"]) == ("CONFIRMED", kept.request.spoken_reference)
    assert clinic.doctor.name not in client.get(f"/appointments/feed/{secret}.ics").content.decode()
    absences.remove(away, by=clinic.lead, now=NOON)
    assert {event["STATUS"] for event in events(client, secret)} == {"CONFIRMED"}


def test_what_was_attended_or_booked_in_spite_of_leave_is_shown_as_it_is(clinic, client, secret):
    away = {"starts_at": at(8), "ends_at": at(18)}
    absences.add(ScheduleException.Kind.LEAVE, practitioner=clinic.doctor, **away, by=clinic.lead, now=NOON)
    asked = clinic.request(by=clinic.lead)
    booking.book(asked, **clinic.place(at(9)), by=clinic.lead, now=NOON + timedelta(minutes=1), overbook_reason="x")
    assert [event["STATUS"] for event in events(client, secret)] == ["CONFIRMED"]
