"""What readers see comes from published editions: no public page reads a single column of a draft."""

import re
from collections import defaultdict

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.models import HealthcareService
from tests.house.access import Access, access_of
from tests.house.world import everything
from topics.models import Edition, EditionLink, SignOff, Topic, Withdrawal

_EVERYTHING = None
READABLE = {  # table -> the columns a public page may read
    Topic._meta.db_table: {"id", "kind", "live_slug", "live_edition_id", "notice_id"},
    Edition._meta.db_table: _EVERYTHING,
    EditionLink._meta.db_table: _EVERYTHING,
    SignOff._meta.db_table: _EVERYTHING,
    Withdrawal._meta.db_table: _EVERYTHING,
    HealthcareService._meta.db_table: {"specialty_id", "is_open", "closed_reason"},  # which forms are closed, and why
}
_TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"(\w+)"(?:\s+(?:AS\s+)?"?([A-Z]\w*)"?)?(?=\s|$|\))')
_COLUMN = re.compile(r'"?(\w+)"?\."(\w+)"')


def reads_of_drafts(statements: list[str]) -> list[str]:
    """Each table or column read that is not of a published edition."""
    found = defaultdict(set)
    for statement in statements:
        aliases = {}
        for table, alias in _TABLE.findall(statement):
            aliases[table] = table
            if alias and re.fullmatch(r"[TUVW]\d+", alias):
                aliases[alias] = table
            found[table]  # a table counts even if no column of it is named
        for owner, column in _COLUMN.findall(statement):
            if owner in aliases:
                found[aliases[owner]].add(column)
    faults = [table for table in found if table not in READABLE]
    for table, allowed in READABLE.items():
        faults += [f"{table}.{column}" for column in found.get(table, ()) if allowed and column not in allowed]
    return sorted(faults)


def test_public_pages_read_editions_only(world):
    faults = []
    for address, path in everything(world):
        if access_of(address.name) is Access.PUBLIC or address.name == "topics:search":
            for question in ("", "?q=disc"):
                with CaptureQueriesContext(connection) as captured:
                    assert Client().get(path + question).status_code == 200
                statements = [
                    query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
                ]
                faults += [f"{path} reads {fault}" for fault in reads_of_drafts(statements)]
    assert faults == []


def test_a_page_that_reads_a_draft_is_caught(world):
    with CaptureQueriesContext(connection) as captured:
        topic = Topic.objects.select_related("live_edition").filter(kind="symptom").order_by("pk").first()
        list(topic.sections.order_by("pk"))
    faults = reads_of_drafts([query["sql"] for query in captured])
    assert "topics_section" in faults
    assert {"topics_topic.name", "topics_topic.summary"} <= set(faults)
    with CaptureQueriesContext(connection) as captured:
        Topic.objects.at("symptom", "lower-back-cramps").editions_only().first()
    assert reads_of_drafts([query["sql"] for query in captured]) == []
