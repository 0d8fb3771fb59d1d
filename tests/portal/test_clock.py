"""A clock that is wrong: it is doubted, what is irreversible waits, and a person's word is enough to go on."""

from datetime import timedelta

import pytest

from portal import actions, clock
from portal.models import Heartbeat
from tests.builders import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_rounds_close_to_each_other_are_believed():
    for days in (0, 0.001, 1, 3.9, 6.8):
        clock.note_round(now=NOW + days * DAY)
        assert clock.doubt(now=NOW + days * DAY) == ""
    assert Heartbeat.objects.get(worker=clock.MARK).seen_at == NOW + 6.8 * DAY


@pytest.mark.parametrize("days", [3.01, 4, 30, 365, 800, 36500])
def test_a_jump_ahead_is_doubted_until_somebody_confirms_it_or_it_is_put_right(days):
    clock.note_round(now=NOW)
    later = NOW + days * DAY
    for _ in range(3):  # rounds under the wrong clock do not make it right
        clock.note_round(now=later)
        actions.record_heartbeat(now=later)
        assert "The last round was on 25 November 2026" in clock.doubt(now=later)
    with pytest.raises(clock.ClockDoubtful, match="--confirm-date"):
        clock.require_trust(now=later)
    assert clock.doubt(now=NOW + DAY) == ""  # put right
    clock.confirm(now=later)
    clock.require_trust(now=later)


def test_a_clock_put_back_moves_nothing():
    clock.note_round(now=NOW)
    clock.note_round(now=NOW - 2 * DAY)
    assert Heartbeat.objects.get(worker=clock.MARK).seen_at == NOW
    assert clock.doubt(now=NOW - 2 * DAY) == ""  # then everything is younger, and nothing goes


def test_a_wrong_date_that_somebody_confirmed_is_doubted_as_soon_as_the_clock_is_right_again():
    clock.note_round(now=NOW)
    clock.confirm(now=NOW + 800 * DAY)
    for days in (0, 1, 30, 790):
        clock.note_round(now=NOW + days * DAY)
        assert "The last round was on 02 February 2029" in clock.doubt(now=NOW + days * DAY)
    clock.confirm(now=NOW + DAY)
    assert clock.doubt(now=NOW + DAY) == "" and clock.doubt(now=NOW + 800 * DAY)


def test_a_first_round_is_measured_by_the_nights_before():
    actions.begin_if_due("night: purge", due_at=NOW, now=NOW)
    clock.note_round(now=NOW + 800 * DAY)
    assert clock.doubt(now=NOW + 800 * DAY)


def test_a_duty_waits_while_the_clock_is_in_doubt_and_the_log_tells_it_once(caplog):
    done = []
    duty = clock.if_trusted("Erasing", lambda now: done.append(now) or 5)
    clock.note_round(now=NOW)
    assert duty(now=NOW) == 5
    assert [duty(now=NOW + 800 * DAY) for _ in range(20)] == [0] * 20
    (record,) = caplog.records
    assert record.getMessage().startswith("Erasing waits. The last round was on 25 November 2026; the clock says ")
    assert duty(now=NOW + DAY) == 5 and len(done) == 2


def test_a_mark_is_given_the_next_time_and_not_if_it_is_ahead():
    assert actions.mark("purge", now=NOW) is None
    assert actions.mark("purge", now=NOW + DAY) == NOW
    assert actions.mark("purge", now=NOW + 800 * DAY) == NOW + DAY
    assert actions.mark("purge", now=NOW + 2 * DAY) is None
    assert actions.mark("purge", now=NOW + 3 * DAY) == NOW + 2 * DAY


@pytest.mark.parametrize("minutes", [-60 * 24, -11, 11, 60, 60 * 24 * 800])
def test_the_database_servers_clock_is_asked_where_it_has_one(monkeypatch, minutes):
    from django.db import connection
    from django.utils import timezone

    clock.note_round(now=NOW)
    real = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock.timezone, "now", lambda: real)
    differs = connection.vendor == "postgresql"
    assert ("differ by" in clock.doubt(now=NOW)) is differs


def test_a_date_is_not_confirmed_while_the_database_servers_clock_says_otherwise(monkeypatch):
    clock.note_round(now=NOW)
    wrong = clock.timezone.now() + 800 * DAY
    monkeypatch.setattr(clock, "database_clock", lambda: wrong - 800 * DAY)
    monkeypatch.setattr(clock.timezone, "now", lambda: wrong)
    for refused in (clock.confirm, clock.require_trust, clock.require_one_time):
        with pytest.raises(clock.ClockDoubtful, match="Set the wrong one right") as why:
            refused(now=wrong)
        assert "--confirm-date" not in str(why.value)
    assert Heartbeat.objects.get(worker=clock.MARK).seen_at == NOW


def test_what_must_not_wait_after_a_pause_waits_while_the_clocks_differ(monkeypatch):
    done = []
    duty = clock.if_trusted("Ending", lambda now: done.append(now) or 1, require=clock.require_one_time)
    clock.note_round(now=NOW)
    assert duty(now=NOW + 10 * DAY) == 1  # the portal was off for ten days
    theirs = clock.timezone.now() - 10 * DAY
    monkeypatch.setattr(clock, "database_clock", lambda: theirs)
    assert duty(now=NOW + 10 * DAY) == 0 and len(done) == 1
