"""What somebody at the server does by hand: purge, and erase one request."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from appointments.booking.actions import closing
from appointments.lifecycle.actor import PATIENT
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.whole_life import is_anonymous

pytestmark = pytest.mark.django_db

DUE = NOON + timedelta(days=settings.RETENTION_DAYS)


def test_a_dry_run_says_what_would_go_by_reference_and_changes_nothing(service, capsys):
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    with time_machine.travel(DUE):
        before = everything_stored()
        call_command("purge_requests", "--dry-run")
        assert everything_stored() == before
    told = capsys.readouterr().out
    assert f"{request.spoken_reference}, closed 25 November 2026" in told and "Nothing was changed." in told
    assert "1  requests, made anonymous" in told and "Olena" not in told


def test_purging_says_how_many_went(service, capsys):
    request, open_one = closing.withdraw(make_request(service), by=PATIENT, now=NOON), make_request(service)
    with time_machine.travel(DUE):
        call_command("purge_requests")
    assert "1  requests, made anonymous" in capsys.readouterr().out
    assert is_anonymous(request) and not is_anonymous(open_one)


def test_one_request_is_erased_by_its_reference_as_it_is_read_out(service, capsys):
    request = make_request(service)
    call_command("erase_request", request.spoken_reference.lower())
    assert is_anonymous(request)
    assert f"{request.spoken_reference} is erased." in capsys.readouterr().out
    with pytest.raises(CommandError, match="is not open to the"):
        call_command("erase_request", request.reference)


def test_an_appointment_ahead_is_cancelled_only_if_that_is_said():
    appointment = kept_clinic().booked(at(9))
    with pytest.raises(CommandError, match="An appointment is booked"):
        call_command("erase_request", appointment.request.reference)
    assert not is_anonymous(appointment.request)
    call_command("erase_request", appointment.request.reference, "--cancel-appointment")
    assert is_anonymous(appointment.request)


@pytest.mark.parametrize("typed", ["ZZZ-ZZZZZ", "nobody", ""])
def test_a_reference_nobody_has_erases_nothing(service, typed):
    request = make_request(service)
    with pytest.raises(CommandError, match="no request with this reference"):
        call_command("erase_request", typed)
    assert not is_anonymous(request)
