"""A night's work is done once a night, whoever comes first, and made up for if nobody came."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.duties import night_of, once_a_night
from tests.portal.threads import at_once


def london(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_night_begins_at_three_by_the_clinics_clock():
    assert night_of(london(25, 12)) == night_of(london(25, 3)) == london(25, 3)
    assert night_of(london(25, 2, 59)) == london(24, 3)
    assert night_of(datetime(2026, 7, 1, 2, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # BST


@pytest.mark.django_db
def test_it_is_done_once_a_night_and_made_up_for():
    done = []
    duty = once_a_night("count", lambda now: done.append(now) or 7)
    first = london(25, 12)
    assert [duty(now=first), duty(now=first + timedelta(seconds=5)), duty(now=london(26, 2, 59))] == [7, 0, 0]
    assert [duty(now=london(26, 3)), duty(now=london(26, 23)), duty(now=london(29, 9))] == [7, 0, 7]
    assert len(done) == 3


@pytest.mark.django_db
def test_what_fails_is_tried_again_the_next_night():
    def fail(now):
        raise OSError("no")

    duty = once_a_night("fail", fail)
    with pytest.raises(OSError):
        duty(now=london(25, 12))
    assert duty(now=london(25, 13)) == 0
    with pytest.raises(OSError):
        duty(now=london(26, 13))


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_it_once():
    done = []
    duty = once_a_night("count", lambda now: done.append(now) or 1)
    duty(now=london(24, 12))
    assert sorted(at_once(*[lambda: duty(now=london(25, 12))] * 4)) == [0, 0, 0, 1]
    assert len(done) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 30, 800])
def test_a_night_noted_by_a_clock_that_was_ahead_holds_no_later_night_up(days):
    done = []
    duty = once_a_night("count", lambda now: done.append(now) or 1)
    night = london(25, 12)
    assert duty(now=night + timedelta(days=days)) == 1
    assert [duty(now=night), duty(now=night)] == [1, 0]  # the clock was put right
    assert duty(now=night + timedelta(days=1)) == 1
