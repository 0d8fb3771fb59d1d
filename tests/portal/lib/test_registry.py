"""A registry keeps the order, finds by name, and gives no name twice."""

import pytest

from portal.lib.registry import AlreadyRegistered, Registry


def test_entries_come_in_the_order_in_which_they_were_registered():
    registry = Registry("duty")
    for name in ("b", "a", "c"):
        registry.register(name, name.upper())
    assert list(registry.items()) == [("b", "B"), ("a", "A"), ("c", "C")]
    assert list(registry.values()) == ["B", "A", "C"]


def test_an_entry_is_found_by_its_name():
    registry = Registry("duty")
    registry.register("sweep", 1)
    assert (registry.get("sweep"), registry.get("rest")) == (1, None)


def test_a_second_entry_of_one_name_is_refused_and_the_first_stays():
    registry = Registry("duty")
    registry.register("sweep", 1)
    with pytest.raises(AlreadyRegistered, match=r"^A duty named 'sweep' is registered already\.$"):
        registry.register("sweep", 2)
    assert registry.get("sweep") == 1
