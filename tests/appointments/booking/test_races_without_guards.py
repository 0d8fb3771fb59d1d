"""The proof that the races would notice: with the guards switched off, time is given twice and the detector says so."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db.models import Count

from appointments.booking.actions import booking, slots
from appointments.booking.actions.slots import NotAFreeTime, TimeTaken
from appointments.lifecycle.actions import transitions
from appointments.models import Appointment, AppointmentRequest, BookingCell
from tests.appointments.builders import NOON, request_values
from tests.appointments.clinic import at, make_clinic
from tests.appointments.crowd import PEOPLE, Crowd, tally, won
from tests.appointments.given_time import faults, overlaps
from tests.appointments.walls import without_wall_of_appointments, without_wall_of_cells
from topics.models import Practitioner

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 40  # one is nearly always enough


def everybody_books_one_time(clinic, crowd, number) -> list:
    values = [request_values(clinic.service, status="in_progress") for _ in range(PEOPLE)]
    requests = AppointmentRequest.objects.bulk_create(AppointmentRequest(**each) for each in values)
    place = clinic.place(at(9 + number % 8, days=7 * (number // 40) + number // 8 % 5))
    return crowd.at_once(
        *[lambda each=each: booking.book(each, **place, by=clinic.desk, now=NOON) for each in requests]
    )


def look_without_locking(practitioners) -> dict:
    return Practitioner.objects.in_bulk(list(practitioners))


def test_without_transaction_lock_and_walls_time_is_given_twice(monkeypatch):
    clinic = make_clinic()
    monkeypatch.setattr(booking, "lock_practitioners", look_without_locking)
    monkeypatch.setattr(slots, "transaction", SimpleNamespace(atomic=nullcontext))  # SQLite's transaction is its lock
    in_one = SimpleNamespace(in_atomic_block=True)
    monkeypatch.setattr(transitions, "transaction", SimpleNamespace(get_connection=lambda: in_one))
    monkeypatch.setattr(transitions, "_lock_history", lambda request: None)
    with without_wall_of_cells(), without_wall_of_appointments():
        with Crowd() as crowd:
            for number in range(ROUNDS):
                outcomes = everybody_books_one_time(clinic, crowd, number)
                if overlaps():
                    break
        assert len(won(outcomes)) > 1, "two people were told that the time is theirs"
        assert overlaps()
        assert BookingCell.objects.values("starts_at").annotate(given=Count("pk")).filter(given__gt=1).exists()


@pytest.mark.postgres_only
def test_without_the_lock_the_walls_still_hold(monkeypatch):
    """On SQLite the transaction is the lock, so there is nothing to take away there."""
    clinic, touched, is_collision = make_clinic(), [], slots.is_collision
    monkeypatch.setattr(booking, "lock_practitioners", look_without_locking)
    monkeypatch.setattr(slots, "is_collision", lambda error: touched.append(error) or is_collision(error))
    with Crowd() as crowd:
        for number in range(ROUNDS):
            outcomes = everybody_books_one_time(clinic, crowd, number)
            assert tally(outcomes, (TimeTaken, NotAFreeTime))[Appointment] == 1
    assert touched, "nobody met at the wall: nothing was tried"
    assert faults() == []
