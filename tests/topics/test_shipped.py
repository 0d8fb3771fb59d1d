"""Reading the shipped files: every part gets a name of its own that stays the same from release to release."""

from dataclasses import asdict

import pytest

from topics import shipped
from topics.document import Link
from topics.shipped import ShippedFileInvalid

PAGE = """
kind = "condition"
slug = "sciatica"
name = "Sciatica"
description = "Leg pain."
other_names = ["b", "a"]
body_regions = ["leg", "back"]
{more}
"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "conditions").mkdir()

    def read(more=""):
        (tmp_path / "conditions" / "sciatica.toml").write_text(PAGE.replace("{more}", more), encoding="utf-8")
        (file,) = shipped.files(tmp_path)
        return file

    return read


def section(*items, heading="H"):
    lines = ", ".join(items)
    return f'[[sections]]\nkind = "related"\nheading = "{heading}"\nitems = [{lines}]\n'


def ids(file) -> list[str]:
    return [name for part in file.document.sections for name in (part.id, *(item.id for item in part.items))]


def test_what_a_file_leaves_out_is_empty(read):
    document = read().document
    assert (document.title, document.plain_name, document.summary) == ("", "", "")
    assert (document.codes, document.care_cards, document.sections, document.sources) == ((), (), (), ())


def test_names_and_regions_are_sorted_as_compose_sorts_them(read):
    document = read().document
    assert (document.other_names, document.body_regions) == (("a", "b"), ("back", "leg"))


def test_a_line_leads_to_a_kind_and_an_address_and_shows_no_link_yet(read):
    (line,) = read(section('{label = "MRI", topic = "tests/mri"}')).document.sections[0].items
    assert (line.target, line.link, line.reason) == ("test/mri", None, "")


def test_parts_are_named_by_their_words_and_equal_words_are_told_apart(read):
    line = '{label = "Muscle strain!", reason = "x"}'
    file = read(section(line, line) + section(line, '{label = "Біль", reason = "x"}'))
    assert ids(file) == [
        "related",
        "muscle-strain",
        "muscle-strain-2",
        "related-2",
        "muscle-strain-3",
        "part",
    ]


def test_words_that_look_like_a_number_given_here_do_not_collide_with_it(read):
    file = read(section('{label = "Related 2", reason = "x"}') + section('{label = "Related", reason = "x"}'))
    assert ids(file) == ["related", "related-2", "related-3", "related-4"]


def test_a_name_stays_when_the_rest_of_the_file_changes(read):
    before = read(section('{label = "Sitting", reason = "a habit"}'))
    after = read(
        section('{label = "Sitting", reason = "not a disease"}', heading="Other words") + section(heading="New")
    )
    assert ids(after)[:2] == ids(before)
    assert after.sha256 != before.sha256


def test_every_name_fits_the_database_and_is_good_for_an_html_id():
    for file in shipped.files():
        names = [part["id"] for group in ("care_cards", "sections", "sources") for part in asdict(file.document)[group]]
        names += [item.id for part in file.document.sections for item in part.items]
        assert len(names) == len(set(names)), file.key
        assert all(0 < len(name) <= 20 and name.replace("-", "").isalnum() for name in names), file.key


def test_no_shipped_file_claims_to_know_how_another_page_is_live():
    links = {type(item.link) for file in shipped.files() for part in file.document.sections for item in part.items}
    assert Link not in links


def test_a_region_that_a_page_names_is_shipped():
    named = {region for file in shipped.files() for region in file.document.body_regions}
    assert named <= set(shipped.regions())


def test_a_file_that_is_called_something_else_than_its_page_is_refused(read, tmp_path):
    read()
    (tmp_path / "conditions" / "sciatica.toml").rename(tmp_path / "conditions" / "ischias.toml")
    with pytest.raises(
        ShippedFileInvalid, match=r"^conditions/ischias\.toml: kind and slug must say what the file is called"
    ):
        shipped.files(tmp_path)
