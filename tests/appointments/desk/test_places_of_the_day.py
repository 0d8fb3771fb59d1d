"""Where somebody works is told for each place of their day, on the screen and on paper."""

from datetime import time

import pytest

from appointments.models import WorkingHours
from appointments.paper.pack import render_pack
from tests.appointments.builders import NOON
from tests.appointments.clinic import make_clinic, make_hours, make_location
from tests.client import Client

pytestmark = pytest.mark.django_db


def test_a_morning_here_and_an_afternoon_there_are_two_lists(time_machine):
    time_machine.move_to(NOON)
    clinic = make_clinic()
    annexe = make_location("Annexe")
    WorkingHours.objects.filter(practitioner=clinic.doctor).update(ends=time(14))
    make_hours(clinic.doctor, annexe, starts=time(15))
    here = clinic.booked(NOON.replace(hour=13))
    clinic.location = annexe
    there = clinic.booked(NOON.replace(hour=16))
    client = Client()
    client.force_login(clinic.desk.user)
    lists = client.get("/desk/today/").context["people"]
    found = [(one.place, [line.reference for line in one.appointments]) for one in lists]
    references = [appointment.request.spoken_reference for appointment in (here, there)]
    assert found == [("Main house", references[:1]), ("Annexe", references[1:])]
    html = render_pack("1125-K7M", now=NOON).html
    for place, reference in zip(("Main house", "Annexe"), references, strict=True):
        [sheet] = [sheet for sheet in html.split('<section class="sheet">') if f"2026, {place}" in sheet]
        assert reference in sheet
