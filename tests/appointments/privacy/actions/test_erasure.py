"""A person goes from every table, file, mail and log; what happened stays, as what happened to nobody."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from appointments.booking.actions import attendance, claims, closing
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.messages.actions import outgoing
from appointments.models import AppointmentRequest, DeskNote, PreferredWindow
from appointments.privacy import stored_fields
from appointments.privacy.actions import chain_verification, erasure
from appointments.privacy.actions.erasure import WITHDRAWAL_PERIOD, AppointmentAhead
from appointments.workflow import Role, StepNotAllowed
from portal import outbox
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, Patient, make_article, make_request
from tests.appointments.clinic import at, make_actor, make_clinic, refused
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.whole_life import (
    WORDS,
    YEAR,
    Log,
    bytes_of,
    in_files,
    in_tables,
    is_anonymous,
    paper_pack,
    whole_life,
)
from tests.builders import make_message

pytestmark = pytest.mark.django_db

LATER = NOON + WITHDRAWAL_PERIOD


@pytest.fixture
def clinic(db):
    return kept_clinic(appointment_minutes=30)


@pytest.fixture
def folders(settings, tmp_path):
    """Mails and paper packs are written here, as in a demonstration."""
    settings.DATA_DIR, settings.MAIL_FOLDER = tmp_path, tmp_path / "mails"
    settings.EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
    return tmp_path


def asked_to_erase(request, now=NOON):
    AppointmentRequest.objects.filter(pk=request.pk).update(erasure_asked_at=now)
    return request


# --- everything goes -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_table_file_mail_or_log_holds_a_word_of_hers(folders):
    with Log() as log:
        clinic = make_clinic(appointment_minutes=30)
        request = whole_life(clinic)
        pack = paper_pack(request)
        assert {word for _table, word in in_tables()} == {*WORDS, YEAR}
        assert {word for _file, word in in_files(folders)} == {"Zdenka", "Quux", "quux", "7946-0917"}
        erasure.erase(request, by=SYSTEM, now=NOON)
    assert in_tables() == set()
    assert in_files(folders) == set()
    assert not pack.exists() and list((folders / "mails").iterdir()) == []
    assert [word for word in WORDS if word in log.text] == []
    assert f"Erased: {request.spoken_reference}" in log.text


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_on_sqlite_the_very_bytes_are_overwritten():
    clinic = make_clinic(appointment_minutes=30)
    request = whole_life(clinic)
    database = Path(connection.settings_dict["NAME"])
    before = {path.name: bytes_of(path) for path in database.parent.glob(f"{database.name}*")}
    assert any(b"frobnication" in content for content in before.values())
    erasure.erase(request, by=SYSTEM, now=NOON)
    for path in database.parent.glob(f"{database.name}*"):
        content = bytes_of(path)
        assert [word for word in WORDS if len(word) > 6 and word.encode() in content] == [], path.name


def test_what_happened_stays_as_what_happened_to_nobody(clinic):
    edition = make_article()
    request = whole_life(clinic)
    AppointmentRequest.objects.filter(pk=request.pk).update(source_topic=edition.topic, source_edition=edition)
    told = "at", "step", "role", "by", "hash"
    events = list(request.events.order_by("pk").values(*told))
    erased = erasure.erase(request, by=SYSTEM, now=LATER)
    assert (erased.status, erased.outcome, erased.declined_because) == ("erased", "declined", "referral")
    assert (erased.service, erased.source_edition) == (clinic.service, edition)
    assert (erased.created_at, erased.closed_at, erased.reference) == (NOON, NOON, request.reference)
    assert list(erased.events.order_by("pk").values(*told))[:-1] == events
    assert erased.events.latest("pk").step == "erase" and erased.appointments.count() == 2
    assert chain_verification.verify(now=LATER).faults == 0


def test_a_second_person_keeps_every_word(clinic):
    mother = whole_life(clinic)
    child = clinic.request(patient_name="Petra Example", email=mother.email, reason="Something else")
    erasure.erase(mother, by=SYSTEM, now=NOON)
    child.refresh_from_db()
    assert (child.patient_name, child.email, child.reason) == ("Petra Example", mother.email, "Something else")
    assert outgoing.messages_of(child).get().to == mother.email


def test_a_link_says_for_a_month_that_all_is_erased(clinic, client):
    patient = Patient()
    patient.ask()
    request = AppointmentRequest.objects.get()
    erasure.erase(request, by=SYSTEM, now=NOON)
    assert b"This request was erased" in client.get(patient.status_url).content
    assert request.link_tokens.get().expires_at == NOON + stored_fields.LINK_AFTER_ERASING


def test_a_form_sent_once_more_finds_nothing(clinic):
    request = make_request(clinic.service, secret="the form's own")
    erasure.erase(request, by=SYSTEM, now=NOON)
    request.refresh_from_db()
    assert request.idempotency_key == f"erased:{request.pk}"


def test_what_was_merged_into_it_goes_with_it(clinic):
    survivor, twin, other = (make_request(clinic.service) for _ in range(3))
    closing.merge(twin, into=survivor, by=clinic.desk, now=NOON)
    erasure.erase(survivor, by=SYSTEM, now=NOON)
    assert is_anonymous(survivor) and is_anonymous(twin) and not is_anonymous(other)


def test_a_mail_that_has_not_left_does_not_leave(clinic, mailoutbox):
    request = make_request(clinic.service)
    erasure.erase(request, by=SYSTEM, now=NOON)
    message = OutboundMessage.objects.get()
    assert (message.state, message.to) == ("cancelled", stored_fields.NO_ADDRESS)
    assert outbox.send_due(now=LATER) == 0 and mailoutbox == []


def test_a_mail_a_worker_has_in_its_hands_loses_its_address_and_is_not_tried_again(clinic):
    request = make_request(clinic.service)
    OutboundMessage.objects.update(state="sending", lease_until=NOON, worker="another")
    erasure.erase(request, by=SYSTEM, now=NOON)
    message = OutboundMessage.objects.get()
    assert (message.state, message.to, message.lease_until) == ("cancelled", stored_fields.NO_ADDRESS, None)


def test_when_it_fails_nothing_is_gone(clinic, monkeypatch):
    request = whole_life(clinic)

    def fail(*args, **kwargs):
        raise OSError("the disk is gone")

    monkeypatch.setattr(erasure, "remove_addresses", fail)
    refused(OSError, erasure.erase, request, by=SYSTEM, now=NOON)
    assert DeskNote.objects.exists() and PreferredWindow.objects.exists()


# --- who, and when ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.LEAD, Role.PRACTITIONER])
def test_nobody_at_the_desk_erases(clinic, role):
    request = closing.withdraw(make_request(clinic.service), by=PATIENT, now=NOON)
    refused(StepNotAllowed, erasure.erase, request, by=make_actor(role), now=NOON)


def test_an_administrator_does(clinic):
    request = closing.withdraw(make_request(clinic.service), by=PATIENT, now=NOON)
    assert erasure.erase(request, by=make_actor(Role.ADMINISTRATOR), now=NOON).status == "erased"


def test_what_is_erased_is_not_erased_again(clinic):
    request = make_request(clinic.service)
    erasure.erase(request, by=SYSTEM, now=NOON)
    refused(StepNotAllowed, erasure.erase, request, by=SYSTEM, now=NOON)


def test_an_appointment_ahead_is_a_choice_cancel_it_or_wait(clinic):
    appointment = clinic.booked(at(9))
    refusal = refused(AppointmentAhead, erasure.erase, appointment.request, by=SYSTEM, now=NOON)
    assert refusal.appointment == appointment and "after the appointment" in str(refusal)
    erased = erasure.erase(appointment.request, by=SYSTEM, now=NOON, cancel_appointment=True)
    appointment.refresh_from_db()
    assert (erased.status, erased.outcome, appointment.status) == ("erased", "cancelled", "cancelled")
    assert not appointment.cells.exists()


# --- on a patient's wish ---------------------------------------------------------------------------------------------


def test_a_wish_is_carried_out_a_day_later_and_not_before(clinic):
    request = asked_to_erase(make_request(clinic.service))
    assert erasure.erase_due(now=LATER - timedelta(seconds=1)) == 0 and not is_anonymous(request)
    assert erasure.erase_due(now=LATER) == 1 and is_anonymous(request)
    assert erasure.erase_due(now=LATER) == 0


def test_a_wish_taken_back_is_not_carried_out(clinic):
    request = asked_to_erase(make_request(clinic.service))
    asked_to_erase(request, now=None)
    assert erasure.erase_due(now=LATER) == 0 and not is_anonymous(request)
    refused(erasure.ErasureWithdrawn, erasure.erase, request, by=SYSTEM, now=LATER, asked_by_patient=True)


def test_a_wish_waits_for_the_appointment_and_for_somebody_to_say_how_it_was(clinic):
    appointment = clinic.booked(at(9))
    asked_to_erase(appointment.request)
    after = at(18)
    assert erasure.erase_due(now=after) == 0
    attendance.attend(appointment, by=clinic.desk, now=after)
    assert erasure.erase_due(now=after) == 1 and is_anonymous(appointment.request)


@pytest.mark.parametrize("name", ["Olena Example", "Call +1 800 555 0199"])
def test_a_wish_is_carried_out_wherever_the_request_stands(clinic, name):
    claimed = make_request(clinic.service, patient_name=name)
    if claimed.status == "new":
        claims.claim(claimed, by=clinic.desk, now=NOON)
    asked_to_erase(claimed)
    assert erasure.erase_due(now=LATER) == 1 and is_anonymous(claimed)


def test_the_receipt_goes_to_the_address_held_and_then_the_address_goes(clinic, monkeypatch):
    told = []
    monkeypatch.setattr(outgoing, "erased", lambda *args: told.append(args))
    request = asked_to_erase(make_request(clinic.service))
    erasure.erase_due(now=LATER)
    assert told == [("olena@example.org", request.reference, LATER)]
    waiting = make_message(name="appointments.erased", to="olena@example.org")
    sent = make_message(name="appointments.erased", to="olena@example.org", state="sent", sent_at=LATER)
    assert erasure.remove_receipt_addresses(now=LATER) == 1
    waiting.refresh_from_db(), sent.refresh_from_db()
    assert (waiting.to, sent.to) == ("olena@example.org", stored_fields.NO_ADDRESS)


def test_one_that_fails_stops_no_other(clinic, monkeypatch, caplog):
    first, second = (asked_to_erase(make_request(clinic.service)) for _ in range(2))
    usual = erasure.erase

    def fails_once(request, **how):
        if request.pk == first.pk:
            raise OSError("no")
        return usual(request, **how)

    monkeypatch.setattr(erasure, "erase", fails_once)
    assert erasure.erase_due(now=LATER) == 1
    assert is_anonymous(second) and not is_anonymous(first)
    assert "olena" not in caplog.text.lower()
