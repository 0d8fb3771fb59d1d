"""manage.py lifecycle writes the page, and says with --check whether it is up to date."""

import pytest
from django.core.management import CommandError, call_command

from appointments.lifecycle.documentation import lifecycle_markdown


@pytest.fixture
def folder(tmp_path, settings):
    """A project of its own, with an empty folder for the page."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def test_it_writes_the_page_which_then_is_up_to_date(folder, capsys):
    call_command("lifecycle")
    assert (folder / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_markdown()
    call_command("lifecycle", "--check")
    assert capsys.readouterr().out.count("is up to date") == 2


@pytest.mark.parametrize("text", [None, "", "Another page"])
def test_checking_finds_what_is_out_of_date_and_writes_nothing(folder, text):
    page = folder / "lifecycle.md"
    if text is not None:
        page.write_text(text)
    with pytest.raises(CommandError, match=r"run manage\.py lifecycle"):
        call_command("lifecycle", "--check")
    assert (page.read_text() if page.exists() else None) == text
