"""What has been kept long enough goes, open requests never do, and a rehearsal of it changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.utils import timezone

from appointments.booking.actions import claims, closing, looks
from appointments.lifecycle.actor import PATIENT, SYSTEM
from appointments.models import (
    AppointmentRequest,
    ChainCheck,
    DeskPresence,
    ExportRecord,
    LinkToken,
    PreferredWindow,
    RequestDraft,
    SpentTry,
)
from appointments.privacy import history_state, stored_fields
from appointments.privacy.actions import erasure, retention
from appointments.requests.actions import rate_limits
from portal import clock, duties
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, everything_stored, make_request
from tests.appointments.clinic import make_actor
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.whole_life import (
    WORDS,
    Log,
    in_files,
    in_tables,
    is_anonymous,
    paper_pack,
    unfinished,
    whole_life,
)
from tests.builders import make_message

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DUE = NOON + configured.RETENTION_DAYS * DAY


@pytest.fixture
def folders(settings, tmp_path):
    settings.DATA_DIR, settings.MAIL_FOLDER = tmp_path, tmp_path / "mails"
    settings.EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_after_purging_no_table_file_mail_or_log_holds_a_word_of_hers(folders):
    with Log() as log:
        clinic = kept_clinic()
        whole_life(clinic)
        unfinished(clinic.service)
        retention.purge(now=DUE)
    assert in_tables() == set() and in_files(folders) == set()
    assert [word for word in WORDS if word in log.text] == []
    assert AppointmentRequest.objects.filter(status="erased", outcome="declined").count() == 1


def test_a_request_goes_when_its_time_has_come_and_not_a_second_before(service):
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    assert retention.purge(now=DUE - timedelta(seconds=1))["requests, made anonymous"] == 0
    assert not is_anonymous(request)
    assert retention.purge(now=DUE)["requests, made anonymous"] == 1
    assert is_anonymous(request)


def test_what_is_open_stays_however_old_it_is(service):
    request = make_request(service)
    claims.claim(request, by=make_actor(), now=NOON)
    retention.purge(now=DUE + 3650 * DAY)
    assert not is_anonymous(request)


def test_how_long_is_a_setting(service, settings):
    settings.RETENTION_DAYS = 30
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    retention.purge(now=NOON + 29 * DAY)
    assert not is_anonymous(request)
    retention.purge(now=NOON + 30 * DAY)
    assert is_anonymous(request)


def test_what_is_kept_for_a_shorter_time_goes_by_itself(service):
    request, person = make_request(service), make_actor()
    looks.note_presence(request, by=person, now=NOON)
    unfinished(service)
    check = {"checked_at": NOON, "events": 1, "faults": 0}
    ChainCheck.objects.create(**check)
    export = {"format": "csv", "first_day": NOON.date(), "last_day": NOON.date(), "with_reason": False}
    ExportRecord.objects.create(by=person.user, at=NOON, why="a count", **export)
    kept = {
        DeskPresence: stored_fields.PRESENCES_KEPT,
        RequestDraft: DAY,
        LinkToken: timedelta(days=180) + stored_fields.ENDED_LINKS_KEPT,
        ChainCheck: stored_fields.CHECKS_KEPT,
        ExportRecord: stored_fields.EXPORT_RECORDS_KEPT,
    }
    for time in sorted(set(kept.values())):
        models = [model for model in kept if kept[model] == time]
        retention.purge(now=NOON + time - timedelta(seconds=1))
        assert all(model.objects.exists() for model in models), models
        retention.purge(now=NOON + time)
        assert not any(model.objects.exists() for model in models), models
    assert not is_anonymous(request)


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_the_address_of_a_message_goes_a_month_after_it_was_done_with(db, state):
    sent = {"sent_at": NOON} if state == "sent" else {}
    message = make_message(state=state, created_at=NOON, not_before=NOON, last_error="SMTPError", **sent)
    waiting = make_message(created_at=NOON, not_before=NOON)
    due = NOON + stored_fields.MESSAGES_KEPT
    for now, kept in ((due - timedelta(seconds=1), True), (due, False)):
        retention.purge(now=now)
        stored = OutboundMessage.objects.get(pk=message.pk)
        assert (stored.to == message.to) == kept
        assert stored.state == state
    assert stored.last_error == ""
    assert OutboundMessage.objects.get(pk=waiting.pk).to == waiting.to


@pytest.mark.django_db(transaction=True)
def test_a_paper_pack_written_while_somebody_was_erased_goes_the_next_night(folders):
    request = whole_life(kept_clinic())
    kept = folders / "paper" / "other.html"
    erasure.erase(request, by=SYSTEM, now=NOON)
    pack = paper_pack(request)
    kept.write_text("<p>ZZZ-ZZZZZ Petra Example</p>")
    retention.purge(now=NOON + DAY)
    assert not pack.exists() and kept.exists()


def test_one_that_fails_stops_no_other_and_is_named_by_its_number(service, monkeypatch, caplog):
    first, second = (closing.withdraw(make_request(service), by=PATIENT, now=NOON) for _ in range(2))
    usual = erasure.erase

    def fails_once(request, **how):
        if request.pk == first.pk:
            raise OSError("no")
        return usual(request, **how)

    monkeypatch.setattr(erasure, "erase", fails_once)
    assert retention.purge(now=DUE)["requests, made anonymous"] == 1
    assert is_anonymous(second) and not is_anonymous(first)
    assert f"row {first.pk} failed" in caplog.text


def test_saying_what_would_go_changes_nothing(service):
    closing.withdraw(make_request(service, windows=[(NOON.date(), "day")]), by=PATIENT, now=NOON)
    before = everything_stored()
    told = {str(kind.label): kind.rows.count() for kind in retention.expired(now=DUE)}
    assert everything_stored() == before
    assert told["requests, made anonymous"] == 1
    assert retention.purge(now=DUE)["requests, made anonymous"] == 1
    assert not PreferredWindow.objects.exists()


# --- a clock that is wrong -------------------------------------------------------------------------------------------


def round_of_duties(now):
    """A round of the worker at this moment: the duties that destroy something."""
    clock.note_round(now=now)
    for name in ("erase what patients asked for", "purge", "forget spent tries"):
        dict(duties.DUTIES.items())[name](now=now)


def test_one_round_under_a_clock_that_is_800_days_ahead_destroys_nothing(service):
    closed = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    unfinished(service)
    rate_limits.spend_try(SpentTry.Scope.LINK, "somebody", now=NOON)
    round_of_duties(NOON)
    before = LinkToken.objects.count()
    for days in (4, 180, 800, 3650):
        for _ in range(3):
            round_of_duties(NOON + days * DAY)
    assert not is_anonymous(closed)
    assert (LinkToken.objects.count(), RequestDraft.objects.count(), SpentTry.objects.count()) == (before, 1, 1)


def test_what_is_expired_is_marked_in_one_night_and_goes_in_the_next(service):
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    assert retention.purge_marked(now=DUE) == 0 and not is_anonymous(request)
    assert retention.purge_marked(now=DUE + DAY) > 0 and is_anonymous(request)


def test_a_night_that_was_marked_by_a_wrong_clock_does_not_count(service):
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    retention.purge_marked(now=DUE + 300 * DAY)
    for days in (1, 2, 3):
        retention.purge_marked(now=NOON + days * DAY)
    assert not is_anonymous(request)


def test_an_unusual_number_waits_for_somebody_who_confirms_it(service, monkeypatch, capsys):
    monkeypatch.setattr(retention, "FEW_REQUESTS", 1)
    requests = [closing.withdraw(make_request(service), by=PATIENT, now=NOON) for _ in range(2)]
    retention.purge_marked(now=DUE)
    with pytest.raises(retention.TooManyAtOnce, match="2 requests"):
        retention.purge_marked(now=DUE + DAY)
    with time_machine.travel(DUE + DAY, tick=False):
        for words in ([], ["--confirm-number", "3"]):
            with pytest.raises(CommandError, match="--confirm-number 2"):
                call_command("purge_requests", *words)
        assert not any(is_anonymous(each) for each in requests)
        call_command("purge_requests", "--confirm-number", "2")
    assert all(is_anonymous(each) for each in requests)


def test_the_command_asks_for_the_date_where_the_clock_is_in_doubt(service, capsys):
    request = closing.withdraw(make_request(service), by=PATIENT, now=NOON)
    clock.note_round(now=NOON)
    with time_machine.travel(DUE, tick=False):
        today = str(timezone.localdate())
        for words in ([], ["--confirm-date", "2026-12-01"], ["--confirm-date", "today"]):
            with pytest.raises(CommandError):
                call_command("purge_requests", *words)
        assert not is_anonymous(request)
        call_command("purge_requests", "--confirm-date", today)
    assert is_anonymous(request)


def test_a_verification_from_the_future_is_not_lately(service):
    for days in (800, 1, 0):
        ChainCheck.objects.create(checked_at=timezone.now() + days * DAY, events=1, faults=0)
        assert history_state.readiness() == ("not verified lately" if days else "ok")
