"""The page on the life of a request is drawn from the table, and the one in docs is the one that is drawn today."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from appointments.lifecycle.documentation import lifecycle_markdown
from appointments.workflow import REMARKS, TRANSITIONS, Outcome, Status


@pytest.fixture
def page() -> str:
    with translation.override("en"):
        return lifecycle_markdown()


def test_the_page_in_docs_is_up_to_date(page):
    stored = Path(settings.BASE_DIR, "docs", "lifecycle.md").read_text(encoding="utf-8")
    assert stored == page, "Run manage.py lifecycle."


def test_every_row_of_the_table_is_on_the_page(page):
    lines = page.splitlines()
    for row in TRANSITIONS + REMARKS:
        before = str(row.before.label) if row.before else "nothing yet"
        assert [line for line in lines if f"(`{row.step}`)" in line and before in line], row


def test_the_drawing_has_an_arrow_for_every_way_and_no_other(page):
    arrows = {line.split(" : ")[0].strip() for line in page.splitlines() if " --> " in line}
    assert arrows == {f"{row.before or '[*]'} --> {row.after}" for row in TRANSITIONS} | {"erased --> [*]"}
    for status in Status:
        assert f'state "{status.label}" as {status}' in page


def test_every_outcome_is_named(page):
    for outcome in Outcome:
        assert str(outcome.label) in page
