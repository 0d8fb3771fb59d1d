"""What is kept of a public page is right for every reader: it depends on what its key says, and on what is counted."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.public_pages import middleware, triggers
from tests.house.addresses import every_address

TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
OTHER_READERS = [
    {"accept-language": "de", "user-agent": "a phone", "referer": "https://example.org/"},
    {"host": "localhost"},
    {"cookie": "csrftoken=abc; messages=x"},
]


@pytest.fixture
def public_paths(world) -> list[str]:
    """Of all addresses those whose pages may be kept."""
    client = Client()
    paths = [path for address in every_address() for path in world.paths(address)]
    pages = {path: client.get(path) for path in dict.fromkeys(paths)}
    return [path for path, response in pages.items() if middleware._may_be_kept(response)]


def test_they_are_the_same_for_everyone_and_at_any_time(public_paths, staff):
    assert {"/", "/symptoms/", "/symptoms/lower-back-cramps/", "/privacy/"} <= set(public_paths)
    editor = Client()
    editor.force_login(staff("editor"))
    later = timezone.now() + timedelta(days=500, hours=7)
    for path in public_paths:
        drawn = Client().get(path)
        others = [Client().get(path, headers=headers) for headers in OTHER_READERS]
        others.append(editor.get(path))
        with time_machine.travel(later):
            others.append(Client().get(path))
        for other in others:
            assert other.content == drawn.content, path
            if middleware._may_be_kept(other):  # not where a cookie was looked at, as one was that nobody made
                assert other.headers.items() == drawn.headers.items(), path


def test_they_read_nothing_whose_changes_are_not_counted(public_paths):
    counted = set(triggers.WATCHED.values())
    for path in public_paths:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Client().get(path)
        read = {table for query in queries for table in TABLES.findall(query["sql"])}
        assert read <= counted, path
