"""What the worker does for the desk without being asked."""

from datetime import timedelta

from appointments.actions import offering, scheduling
from appointments.actor import PATIENT
from portal import duties
from tests.appointments.builders import NOON
from tests.appointments.clinic import at, make_clinic


def test_lapsed_claims_lapsed_offers_and_asked_cancellations_are_seen_to(db):
    clinic = make_clinic()
    asked = scheduling.ask_cancel(clinic.booked(at(9)), by=PATIENT, now=NOON)
    offer = offering.offer(
        clinic.request(), times=[clinic.time(at(10))], lasts=timedelta(minutes=30), by=clinic.desk, now=NOON
    )
    forgotten = clinic.request()
    done = duties.do_all(now=NOON + timedelta(minutes=31))
    seen_to = {"release lapsed claims": 1, "end lapsed offers": 1, "finish cancellations": 1}
    assert done == seen_to | {"forget spent tries": 0}
    for row in (asked, offer, forgotten):
        row.refresh_from_db()
    assert (asked.status, offer.answer, forgotten.status) == ("cancelled", "ended", "new")
