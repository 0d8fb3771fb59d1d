"""What the worker does for the desk without being asked."""

from datetime import timedelta

from appointments.booking.actions import booking, closing, offers
from appointments.lifecycle.actor import PATIENT
from appointments.models import AppointmentRequest, ChainCheck
from appointments.privacy.actions import retention
from appointments.privacy.stored_fields import NO_ADDRESS
from portal import actions, clock, duties
from tests.appointments.builders import NOON, make_request
from tests.appointments.clinic import at, make_clinic
from tests.builders import make_message


def test_lapsed_claims_lapsed_offers_and_asked_cancellations_are_seen_to(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    clinic = make_clinic()
    asked = booking.ask_cancel(clinic.booked(at(9)), by=PATIENT, now=NOON)
    offer = offers.offer(
        clinic.request(), times=[clinic.time(at(10))], lasts=timedelta(minutes=30), by=clinic.desk, now=NOON
    )
    forgotten = clinic.request()
    done = duties.run_all(now=NOON + timedelta(minutes=31))
    assert {name: number for name, number in done.items() if number} == {
        "release lapsed claims": 1,
        "end lapsed offers": 1,
        "finish cancellations": 1,
        "write the paper pack": 1,
        "note changes of access": 2,  # the people who work at the desk here
    }
    assert {"remind patients", "end calls that are over", "hand over what does not arrive"} <= set(done)
    assert {"renew broken promises", "offer freed times"} <= set(done)
    assert {"verify histories", "purge", "erase what patients asked for", "forget spent tries"} <= set(done)
    for row in (asked, offer, forgotten):
        row.refresh_from_db()
    assert (asked.status, offer.answer, forgotten.status) == ("cancelled", "ended", "new")


def test_wishes_to_be_erased_receipts_and_the_work_of_the_night_are_seen_to(service):
    asked = make_request(service)
    AppointmentRequest.objects.filter(pk=asked.pk).update(erasure_asked_at=NOON)
    receipt = make_message(name="appointments.erased", state="cancelled")
    old = closing.withdraw(make_request(service), by=PATIENT, now=NOON - timedelta(days=731))
    actions.mark(retention.MARK, now=NOON)  # the night before: what is first found expired goes a night later
    done = duties.run_all(now=NOON + timedelta(days=1))
    assert done["erase what patients asked for"] == done["forget addresses of receipts"] == 1
    assert (done["verify histories"], done["purge"]) == (0, 1)
    for row in (asked, receipt, old):
        row.refresh_from_db()
    assert (asked.status, receipt.to, old.status) == ("erased", NO_ADDRESS, "erased")
    assert ChainCheck.objects.get().faults == 0
    again = duties.run_all(now=NOON + timedelta(days=1, minutes=5))
    assert again["purge"] == 0 and ChainCheck.objects.count() == 1


def test_no_offer_ends_no_promise_is_renewed_and_nobody_is_called_up_while_the_clocks_of_machine_and_database_differ(
    db, monkeypatch
):
    clinic = make_clinic()
    offer = offers.offer(
        clinic.request(), times=[clinic.time(at(10))], lasts=timedelta(minutes=30), by=clinic.desk, now=NOON
    )
    waiting = clinic.request()
    promised = waiting.promise_at
    listed = closing.put_on_waiting_list(
        clinic.request(), review_on=(NOON + timedelta(days=1)).date(), by=clinic.desk, now=NOON
    )
    theirs = clock.timezone.now() - timedelta(days=800)
    monkeypatch.setattr(clock, "database_clock", lambda: theirs)
    for days in (1, 7, 800):
        done = duties.run_all(now=NOON + timedelta(days=days))
        assert done["end lapsed offers"] == done["renew broken promises"] == done["call up who waits"] == 0
    for row in (offer, waiting, listed):
        row.refresh_from_db()
    assert (offer.answer, waiting.promise_at, listed.status) == ("", promised, "waiting_list")
    monkeypatch.setattr(clock, "database_clock", lambda: None)
    done = duties.run_all(now=NOON + timedelta(days=7))
    assert done["end lapsed offers"] and done["renew broken promises"] and done["call up who waits"]
