"""The command: says what it did, and if one file is wrong, which and why, with nothing loaded."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.topics.rows import stored
from topics import shipped
from topics.models import Topic

pytestmark = pytest.mark.django_db
LINK = 'topic = "specialists/therapist"'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The shipped files, to be spoilt."""
    copy = tmp_path / "content"
    shutil.copytree(shipped.FOLDER, copy)
    for read in (shipped.files, shipped.regions):
        monkeypatch.setattr(read, "__defaults__", (copy,))
    return copy


def run() -> list[str]:
    out = StringIO()
    call_command("load_content", stdout=out)
    return out.getvalue().splitlines()


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_says_what_it_made_that_there_is_nothing_to_do_and_then_what_it_renewed_and_left_alone(folder):
    count = len(shipped.files())
    assert run() == [f"Pages made: {count}, renewed: 0."]
    assert Topic.objects.live().count() == count
    before = stored()
    assert run() == ["Pages made: 0, renewed: 0."]
    assert stored() == before
    Topic.objects.filter(slug="mri").update(summary="Ours.")
    spoil(folder / "tests" / "ct.toml", "name =", "# mended\nname =")
    spoil(folder / "tests" / "mri.toml", "name =", "# mended\nname =")
    assert run() == [
        "Pages made: 0, renewed: 1.",
        "Left alone, because staff changed or removed it: tests/mri",
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('kind = "symptom"', 'kind = "mystery"', "symptoms/lower-back-cramps.toml: "),
        ('name = "Lower back cramps"', "", "symptoms/lower-back-cramps.toml: 'name' is missing."),
        ('name = "Lower back cramps"', "name = 5", "symptoms/lower-back-cramps.toml: 5 must stand in quotes."),
        ('date = "2020-12"', "date = 2020-12-01", "symptoms/lower-back-cramps.toml: 2020-12-01 must stand in quotes."),
        ('summary = """', "summary = 5\nsay = " + '"""', "symptoms/lower-back-cramps.toml: "),
        (LINK, "topic = 5", "symptoms/lower-back-cramps.toml: The item 'Therapist' must lead to a page like "),
        (LINK, 'topic = "therapist"', "symptoms/lower-back-cramps.toml: The item 'Therapist' must lead to a page"),
        (LINK, 'topic = "doctors/x"', "symptoms/lower-back-cramps.toml: The item 'Therapist' must lead to a page"),
        (LINK, f'{LINK}, reason = "x"', "symptoms/lower-back-cramps.toml: The item 'Therapist' needs either a topic"),
        (LINK, 'reason = ""', "symptoms/lower-back-cramps.toml: The item 'Therapist' needs either a topic or a reason"),
        (LINK, 'topic = "specialists/wizard"', "No topic is known as: specialty/wizard"),
        ('body_regions = ["low-back"]', 'body_regions = ["elbow"]', "No body region is known as: elbow"),
        ('slug = "lower-back-cramps"', 'slug = "cramps"', "symptoms/lower-back-cramps.toml: kind and slug must say"),
        ('urgency = "emergency"', 'urgency = "whenever"', "symptoms/lower-back-cramps.toml: "),
        ('kind = "causes"', 'kind = "gossip"', "symptoms/lower-back-cramps.toml: "),
        ("[[sections]]", "[[sections", "symptoms/lower-back-cramps.toml: "),
    ],
)
def test_one_broken_file_is_named_and_nothing_is_loaded(folder, old, new, complaint):
    spoil(folder / "symptoms" / "lower-back-cramps.toml", old, new)
    before = stored()
    with pytest.raises(CommandError) as refusal:
        run()
    assert str(refusal.value).startswith(f"Nothing was loaded. {complaint}")
    assert len(str(refusal.value).splitlines()) == 1
    assert stored() == before


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / "tests" / "ct.toml").write_bytes("name = 'Röntgen'".encode("latin-1"))
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. tests/ct\.toml: "):
        run()


@pytest.mark.parametrize("text", ["[[region", '[[region]]\nslug = "low-back"\n', "regions = 5\n"])
def test_broken_body_regions_are_named_and_nothing_is_loaded(folder, text):
    (folder / "body-regions.toml").write_text(text)
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. body-regions\.toml: "):
        run()
    assert not Topic.objects.exists()
