"""The database refuses what can never be true of appointments, the cells they take, and offered times, whoever writes
it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import ProtectedError

from appointments.models import Appointment, BookingCell, TimeOffer
from appointments.models.appointment import LONGEST_APPOINTMENT
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_location
from tests.builders import make_practitioner
from tests.portal.models.promises import is_refused, promises

pytestmark = pytest.mark.django_db
SOME_UID = UUID(int=1)


def offer(**changes) -> TimeOffer:
    """An open offer to a new patient."""
    values = {"made_at": NOON, "expires_at": NOON + timedelta(days=1)} | changes
    return TimeOffer.objects.create(**{"request": values.pop("request", None) or make_request()} | values)


def appointment(**changes) -> Appointment:
    """A booked appointment of half an hour, of a new patient, with a practitioner of its own."""
    values = {"starts_at": at(10), "ends_at": at(10, 30), "status": "booked", "made_at": NOON} | changes
    for name, make in (("request", make_request), ("practitioner", make_practitioner), ("location", make_location)):
        values.setdefault(name, None)
        values[name] = values[name] or make()
    return Appointment.objects.create(**values)


def hold(**changes) -> Appointment:
    made = offer()
    return appointment(
        **{"request": made.request, "offer": made, "status": "pending", "hold_expires_at": made.expires_at} | changes
    )


def cell(of: Appointment, **changes) -> BookingCell:
    values = {"practitioner": of.practitioner, "starts_at": at(10), "seat": 0} | changes
    return BookingCell.objects.create(appointment=of, **values)


def one_cell_given_twice():
    first = appointment()
    cell(first)
    cell(
        appointment(practitioner=first.practitioner, starts_at=at(12), ends_at=at(13)), practitioner=first.practitioner
    )


def two_live_appointments_of_one_request():
    first = appointment()
    appointment(request=first.request, status="arrived", arrived_at=NOON)


def two_open_offers():
    offer(request=offer().request)


LIES = {
    "appointment_status_known": [lambda: appointment(status="lost"), lambda: appointment(status="")],
    "appointment_ends_after_it_starts": [lambda: appointment(ends_at=at(10)), lambda: appointment(ends_at=at(9, 30))],
    "appointment_four_hours_at_most": [
        lambda: appointment(ends_at=at(10) + LONGEST_APPOINTMENT + timedelta(minutes=5))
    ],
    "appointment_held_until_only_while_held": [
        lambda: appointment(status="pending"),
        lambda: hold(hold_expires_at=None),
        lambda: hold(offer=None),
        lambda: appointment(hold_expires_at=NOON),
    ],
    "appointment_held_until_its_start_at_most": [lambda: hold(hold_expires_at=at(10, 5))],
    "appointment_confirmed_once_booked_and_before_it_starts": [
        lambda: hold(confirmed_at=NOON),
        lambda: appointment(confirmed_at=at(10)),
    ],
    "appointment_cancelled_with_a_reason": [
        lambda: appointment(status="cancelled"),
        lambda: appointment(cancellation_reason="clinic"),
    ],
    "appointment_cancellation_reason_known": [lambda: appointment(status="cancelled", cancellation_reason="weather")],
    "appointment_on_top_with_a_reason": [lambda: appointment(seat=1), lambda: appointment(overbook_reason="Urgent")],
    "appointment_arrived_at_only_if_they_came": [
        lambda: appointment(arrived_at=NOON),
        lambda: appointment(status="noshow", arrived_at=NOON),
    ],
    "appointment_one_live_per_request": [two_live_appointments_of_one_request],
    "Appointment.calendar_uid": [lambda: [appointment(calendar_uid=SOME_UID) for _ in range(2)]],
    "cell_given_once": [one_cell_given_twice],
    "offer_lapses_after_it_is_made": [
        lambda: offer(expires_at=NOON),
        lambda: offer(expires_at=NOON.replace(year=2025)),
    ],
    "offer_answer_with_its_time": [lambda: offer(answer="accepted"), lambda: offer(answered_at=NOON)],
    "offer_answer_known": [lambda: offer(answer="perhaps", answered_at=NOON)],
    "offer_one_open_per_request": [two_open_offers],
}
TRIED = {name for name in LIES if "." not in name}  # the constraints among them


def promised_of_time() -> dict[str, set[str]]:
    """The promises of the three models this file is about."""
    ours = {f"{model.__name__}.{field.name}" for model in MODELS for field in model._meta.local_fields}
    ours |= {constraint.name for model in MODELS for constraint in model._meta.constraints}
    return {name: words for name, words in promises("appointments").items() if name in ours}


MODELS = (Appointment, BookingCell, TimeOffer)


def test_no_promise_is_untried():
    assert set(LIES) == set(promised_of_time())


def test_a_lie_is_refused(service, subtests):
    promised = promised_of_time()
    for promise, lies in LIES.items():
        for number, lie in enumerate(lies):
            with subtests.test(promise, number=number):
                is_refused(lie, promised[promise])


def test_the_truth_is_stored():
    first = appointment(ends_at=at(10) + LONGEST_APPOINTMENT)
    cell(first)
    cell(first, starts_at=at(10, 5))
    on_top = appointment(practitioner=first.practitioner, seat=1, overbook_reason="Agreed")
    cell(on_top, seat=1)
    cell(appointment())  # with somebody else at the same moment
    again = appointment(status="cancelled", cancellation_reason="clinic")
    appointment(request=again.request)
    appointment(status="cancelled", cancellation_reason="clinic", arrived_at=NOON)
    appointment(status="fulfilled", arrived_at=NOON)
    appointment(status="noshow")
    appointment(confirmed_at=NOON)
    appointment(confirmed_at=NOON, status="cancelled", cancellation_reason="patient")
    hold()
    answered = offer(answer="none_suits", answered_at=NOON)
    offer(request=answered.request)


@pytest.mark.postgres_only
@pytest.mark.parametrize("status", ["pending", "booked", "arrived", "fulfilled"])
def test_appointments_of_one_practitioner_do_not_overlap_even_without_cells(status):
    first = hold() if status == "pending" else appointment(status=status)
    later = {"practitioner": first.practitioner, "starts_at": at(10, 25), "ends_at": at(11)}
    is_refused(lambda: appointment(**later), {"appointment_no_overlap"})
    appointment(**later | {"starts_at": at(10, 30)})  # half-open: they touch
    appointment(**later | {"seat": 1, "overbook_reason": "Agreed", "status": "booked"})
    appointment(**later | {"status": "cancelled", "cancellation_reason": "clinic"})


def test_a_cell_goes_with_its_appointment_and_an_appointment_keeps_its_patient_and_its_doctor():
    first = appointment()
    cell(first)
    for kept in (first.request, first.practitioner, first.location):
        with pytest.raises(ProtectedError):
            kept.delete()
    first.delete()
    assert not BookingCell.objects.exists()
    connection.check_constraints()


def test_rows_are_named_by_when_and_with_whom_never_by_the_patient():
    first = hold()
    names = [str(first), str(cell(first)), str(first.offer)]
    assert names[0] == f"{first.practitioner}, 2026-11-30 10:00 UTC"
    assert not [name for name in names if first.request.patient_name in name]
