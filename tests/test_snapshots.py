"""What tests begin with is put back to the last column, and only where it fits; no test leaves anything to the next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from portal.models import User
from tests import snapshots
from tests.builders import make_live, make_user


@pytest.fixture(autouse=True)
def nothing_made_yet(monkeypatch):
    monkeypatch.setattr(snapshots, "_made", {})


@pytest.fixture
def making(db):
    """Gives a function: making() is what a fixture would do; calls are counted in making.calls."""

    def make():
        make.calls += 1
        live = make_live()
        return {"live": live, "editor": make_user("editor"), "seen": []}

    make.calls = 0
    return make


def in_a_test_of_its_own(work):
    """What work() gives; what it stores is rolled back, as at the end of a test."""
    with transaction.atomic():
        found = work()
        transaction.set_rollback(True)
    return found


def test_it_is_made_once_and_then_put_back_row_by_row(making):
    def work():
        value = snapshots.once("page", making)
        return value, snapshots.take_snapshot()

    before = snapshots.take_snapshot()
    (first, stored), (second, again) = in_a_test_of_its_own(work), in_a_test_of_its_own(work)
    assert making.calls == 1
    assert (second, again) == (first, stored)
    assert stored != before == snapshots.take_snapshot()


def test_what_one_test_does_to_its_value_the_next_does_not_see(making):
    def work():
        value = snapshots.once("page", making)
        value["seen"].append("once")
        value["live"].name = "Ours"
        return value

    in_a_test_of_its_own(work)
    assert in_a_test_of_its_own(work)["seen"] == ["once"]
    value = snapshots.once("page", making)
    assert (value["seen"], value["live"].name == "Ours") == ([], False)


def test_new_rows_get_ids_that_nobody_has(making):
    in_a_test_of_its_own(lambda: snapshots.once("page", making))
    value = snapshots.once("page", making)
    assert make_user("editor").pk > value["editor"].pk


def test_over_other_rows_it_is_made_anew(making):
    in_a_test_of_its_own(lambda: snapshots.once("page", making))
    other = make_user("lead")
    snapshots.once("page", making)
    assert making.calls == 2
    assert User.objects.filter(pk=other.pk).exists()


def test_at_another_time_it_is_made_anew(making, time_machine):
    in_a_test_of_its_own(lambda: snapshots.once("page", making))
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    snapshots.once("page", making)
    assert making.calls == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_after_a_test_without_a_transaction_the_database_is_as_the_migrations_left_it(turn):
    """Each finds what the other must not have left, and the roles with the ids they had."""
    assert snapshots.take_snapshot() == snapshots._empty
    assert Group.objects.exists()
    make_live()
    Group.objects.all().delete()
