"""A proof holds for its link, for a quarter of an hour."""

from datetime import timedelta

import time_machine

from appointments.models import LinkToken
from appointments.patient import proof
from tests.appointments.builders import NOON

LINK, OTHER = LinkToken(pk=7), LinkToken(pk=8)


def test_it_holds_for_its_own_link_only():
    made = proof.make(LINK)
    assert proof.holds(made, LINK)
    assert not proof.holds(made, OTHER)


def test_it_ends():
    made = proof.make(LINK)
    with time_machine.travel(NOON + proof.LASTS - timedelta(seconds=5)):
        assert proof.holds(made, LINK)
    with time_machine.travel(NOON + proof.LASTS + timedelta(seconds=2)):
        assert not proof.holds(made, LINK)


def test_nothing_else_does():
    made = proof.make(LINK)
    for forged in ("", "7", made[:-1], made.replace(":", "", 1), "x" * 10_000, "\0"):
        assert not proof.holds(forged, LINK)
