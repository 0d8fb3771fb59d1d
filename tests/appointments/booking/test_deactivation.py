"""Nobody who has appointments ahead stops seeing patients, and no place where they are goes out of use."""

import pytest

from appointments.booking.actions import booking
from tests.appointments.builders import NOON, as_role, problems
from tests.appointments.clinic import at, make_clinic

pytestmark = pytest.mark.django_db


def switched_off(doctor):
    """The answer to unticking "sees patients now"."""
    typed = {"name": doctor.name, "credentials": doctor.credentials, "specialties": [doctor.specialties.get().pk]}
    return as_role("lead").post(f"/admin/topics/practitioner/{doctor.pk}/change/", typed)


def test_somebody_with_appointments_ahead_is_not_switched_off_and_told_what_stands(time_machine):
    time_machine.move_to(NOON)
    clinic = make_clinic()
    appointment = clinic.booked(at(10))
    answer = switched_off(clinic.doctor)
    assert answer.status_code == 200
    [said] = answer.context["adminform"].form.errors["active"]
    assert said.startswith("1 appointment is still booked with them or held, on Monday 30 November, 10:00.")
    clinic.doctor.refresh_from_db()
    assert clinic.doctor.active
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    assert switched_off(clinic.doctor).status_code == 302, problems(answer)
    clinic.doctor.refresh_from_db()
    assert not clinic.doctor.active


def test_a_place_at_which_somebody_is_expected_stays_in_use(time_machine):
    time_machine.move_to(NOON)
    clinic = make_clinic()
    appointment = clinic.booked(at(10))

    def out_of_use():
        typed = {"name": clinic.location.name, "address": "", "step_free": "on"}
        return as_role("lead").post(f"/admin/appointments/location/{clinic.location.pk}/change/", typed)

    [said] = out_of_use().context["adminform"].form.errors["active"]
    assert said.startswith("1 appointment is still booked there or held, on Monday 30 November, 10:00.")
    clinic.location.refresh_from_db()
    assert clinic.location.active
    booking.cancel(appointment, by=clinic.desk, now=NOON)
    assert out_of_use().status_code == 302
    clinic.location.refresh_from_db()
    assert not clinic.location.active
