"""Where a line leads, and whether that was decided: told in words, and never untold."""

from dataclasses import replace

import pytest

from tests.topics.comparing.documents import SCIATICA, document, item, section, texts
from topics.comparing.documents import compare
from topics.document import Item

pytestmark = pytest.mark.sqlite_only  # knows no database: once is enough

LINKED = item("a", target="condition/sciatica", link=SCIATICA, reason="")
OTHER = replace(SCIATICA, slug="lumbago", name="Lumbago")


@pytest.mark.parametrize(
    "before, after, name, shown",
    [
        (item("a", reason=""), LINKED, "link", ("", "Sciatica (condition/sciatica)")),
        (LINKED, item("a", reason=""), "link", ("Sciatica (condition/sciatica)", "")),
        (
            LINKED,
            replace(LINKED, target="condition/lumbago", link=OTHER),
            "link",
            ("Sciatica (condition/sciatica)", "Lumbago (condition/lumbago)"),
        ),
        (
            replace(LINKED, link=None),
            LINKED,
            "link",
            ("condition/sciatica (has no live page)", "Sciatica (condition/sciatica)"),
        ),
        (
            LINKED,
            replace(LINKED, link=replace(SCIATICA, description="Pain in one leg.")),
            "linked_description",
            ("Pain that runs down the leg.", "Pain in one leg."),
        ),
        (LINKED, replace(LINKED, link=replace(SCIATICA, name="Nerve pain")), "linked_name", ("Sciatica", "Nerve pain")),
        (
            LINKED,
            replace(LINKED, link=replace(SCIATICA, slug="nerve-pain")),
            "linked_address",
            ("condition/sciatica", "condition/nerve-pain"),
        ),
        (item("a", reason="A habit"), item("a", reason="Not a disease"), "reason", ("A habit", "Not a disease")),
    ],
)
def test_what_a_line_leads_to_is_told(before: Item, after: Item, name, shown):
    old, new = (document(replace(section("one"), items=(line,))) for line in (before, after))
    [line] = compare(old, new).sections[0].items
    assert [(field.name, texts(field)) for field in line.fields] == [(name, shown)]


@pytest.mark.parametrize(
    "before, after, decisions",
    [
        (item("a", reason=""), LINKED, ["decision made"]),
        (item("a", reason=""), item("a"), ["decision made"]),
        (LINKED, item("a", reason=""), ["not decided yet where it leads"]),
        (LINKED, item("a"), []),
        (item("b"), item("a", reason=""), ["not decided yet where it leads"]),
        (item("b"), LINKED, []),
    ],
)
def test_a_decision_that_was_made_or_is_still_open_is_told(before, after, decisions):
    old, new = (document(replace(section("one"), items=(line,))) for line in (before, after))
    found = compare(old, new).sections[0].items
    assert [note for line in found if line.id == "a" for note in line.notes] == decisions
