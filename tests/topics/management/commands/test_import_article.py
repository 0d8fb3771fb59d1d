"""The commands: a text becomes a draft, its plan is printed, and what is refused leaves nothing behind."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_document, make_live, make_region, make_topic, make_user
from tests.topics.importing.texts import SIZES, WAYS
from tests.topics.importing.word_files import with_styles
from tests.topics.rows import stored
from topics.actions.drafting import write_draft
from topics.compose import compose, compose_unlinked
from topics.gates.run import findings
from topics.models import ArticleImport, Item, Section, Topic
from topics.workflow import State

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what is stored: tests/topics/actions/test_importing.py


@pytest.fixture
def file(tmp_path):
    """Makes a file: file("doors.txt", b"…")."""

    def make(name="doors.txt", data=WAYS["with dashes"]):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make


def run(path, *options) -> str:
    out = StringIO()
    call_command("import_article", str(path), *options, stdout=out)
    return out.getvalue()


def exported(slug, *options) -> str:
    out = StringIO()
    call_command("export_article", slug, *options, stdout=out)
    return out.getvalue()


def test_on_an_empty_database_a_text_becomes_a_draft_and_a_second_run_writes_nothing(file):
    said = run(file())
    topic = Topic.objects.get()
    sections = list(Section.objects.filter(topic=topic).order_by("position"))
    paragraphs = sum(len(section.body.split("\n\n")) for section in sections)
    assert (len(sections), paragraphs, Item.objects.filter(section__in=sections).count()) == SIZES
    assert (topic.state, topic.is_live) == (State.DRAFT, False)
    assert "10 sections, 22 paragraphs, 47 lines in lists (not known: 47)" in said
    assert said.count("decide later") == 47
    before = stored()
    assert run(file()) == "The draft of “Squeaky doors” says this already. Nothing was stored.\n"
    assert run(file("doors.docx", with_styles())) == run(file())
    assert stored() == before


def test_on_an_empty_database_the_warning_signs_of_its_region_are_asked_for_at_once(file):
    run(file(data=b"Cramps in the lower back\n# What it is\nA muscle tightens."))
    topic = Topic.objects.get()
    missing = [found.sentence for found in findings(topic, compose(topic)) if found.code == "red_flag"]
    assert len(missing) > 10
    assert any("bladder" in sentence or "pee" in sentence for sentence in missing), missing


def test_each_line_is_printed_with_how_it_was_recognised_and_what_becomes_of_it(file):
    make_topic(name="Rust")
    make_topic(name="Loose screws")
    make_topic(name="Joiner", kind="specialty")
    before = stored()
    said = run(file(), "--dry-run")
    for line in (
        "“Squeaky doors: causes, signs and mending” (plain text)",
        "Becomes a new symptom, symptoms/squeaky-doors.",
        "Diseases – conditions it may come from, or that are treated",
        "  - Rust: exact name → Rust (condition)",
        "  - Loose screw: a similar name → decide later; perhaps Loose screws (condition)",
        "  - Consultation with a joiner: a similar name → decide later; perhaps Joiner (specialist)",
        "  - Joiner: exact name → Joiner (specialist)",
        "  - Dust: not known → decide later",
        "To decide: where 43 of the lines lead.",
        "Nothing was stored: this was only to look at it.",
    ):
        assert line in said.splitlines(), line
    assert stored() == before


def test_the_plan_needs_as_many_queries_for_a_long_text_as_for_a_short_one(file, django_assert_num_queries):
    short, long = file("short.txt", b"Doors\n# Causes\n- Rust\n"), file()
    for path in (short, long):
        with django_assert_num_queries(7):
            run(path, "--dry-run")


def test_a_section_nobody_foresaw_is_left_to_decide(file):
    said = run(file(data=b"Doors\n# Our grandmothers\n- Soap\n"))
    assert "Our grandmothers – not recognised: choose what it is about" in said
    assert "To decide: what the section “Our grandmothers” is about." in said


def test_a_page_of_a_similar_name_is_pointed_out(file):
    make_topic(name="Doors that squeak", kind="symptom")
    assert "“Doors that squeak” (symptom/doors-that-squeak)" in run(file(data=b"Doors that squeaks\n# Causes\n- Rust"))


def test_a_changed_text_shows_the_difference_and_then_replaces_the_draft(file):
    run(file())
    changed = WAYS["with dashes"].replace(b"- Rust\n", b"- Red rust\n")
    said = run(file(data=changed), "--dry-run")
    assert "What changes in the draft: 3 changes in 3 sections." in said
    assert "Section “Diseases”: “Rust” reworded to “Red rust”." in said
    assert Item.objects.filter(label="Rust").count() == 3
    run(file(data=changed))
    assert Item.objects.filter(label="Rust").count() == 0
    assert Topic.objects.count() == 1


def test_a_draft_changed_by_hand_is_replaced_only_on_demand(file):
    run(file())
    Section.objects.filter(kind="causes").update(body="Mended.")
    changed = file(data=WAYS["with dashes"].replace(b"Rust", b"Red rust"))
    before = stored()
    with pytest.raises(CommandError, match="was changed since") as refusal:
        run(changed)
    assert str(refusal.value).startswith("Nothing was stored. ")
    assert stored() == before
    assert "Section “Causes of squeaky doors”: text changed;" in run(changed, "--replace")
    assert not Section.objects.filter(body="Mended.").exists()


def test_somebody_may_stand_for_it_and_name_the_page(file):
    editor, topic = make_user("editor"), make_topic(kind="symptom", slug="doors", name="Doors")
    run(file(), "--by", editor.email.upper(), "--into", "symptom/doors", "--replace")
    topic.refresh_from_db()
    assert (topic.last_changed_by, topic.name, topic.sections.count()) == (editor, "Doors", 10)


def test_the_same_text_as_a_word_document_makes_the_same_draft(file):
    run(file())
    text = compose_unlinked(Topic.objects.get())
    ArticleImport.objects.all().delete()
    run(file("doors.docx", with_styles()), "--kind", "condition")
    word = compose_unlinked(Topic.objects.get(kind="condition"))
    assert word.sections == text.sections
    assert (word.name, word.title, word.slug) == (text.name, text.title, text.slug)


@pytest.mark.parametrize(
    ("data", "options", "why"),
    [
        (b"", (), "This file is empty."),
        (b"%PDF-1.4", (), "This is a PDF, whatever it is called."),
        (b"x" * 1_000_001, (), "This file has 1.0 megabytes. At most 1 can be brought in."),
        (b"Doors", (), "There is only a title in this file"),
        (b"Doors\n# Causes\nCall {clinik}.", (), "This has to be mended first:\nCauses – Text: {clinik} is not known."),
        (b"Doors\n# Causes\nRust.", ("--by", "nobody@example.org"), "Nobody here has the e-mail address nobody@"),
        (b"Doors\n# Causes\nRust.", ("--into", "symptom/nowhere"), "There is no page symptom/nowhere"),
    ],
)
def test_what_is_refused_stores_nothing_and_says_why(file, data, options, why):
    before = stored()
    with pytest.raises(CommandError) as refusal:
        run(file(data=data), *options)
    assert str(refusal.value).startswith(f"Nothing was stored. {why}")
    assert stored() == before


def test_a_reviewer_cannot_stand_for_it(file):
    reviewer = make_user("clinician")
    with pytest.raises(CommandError, match="Only content editors and administrators"):
        run(file(), "--by", reviewer.email)
    assert not Topic.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.txt cannot be read: No such file or directory\."):
        run(tmp_path / "gone.txt")


def test_a_text_that_waits_in_the_admin_is_decided_on_there(file):
    run(file())
    ArticleImport.objects.update(state="waiting", applied_at=None, draft_sha256="", topic=None)
    Section.objects.filter(kind="causes").update(body="Mended.")
    before = stored()
    with pytest.raises(CommandError, match="waits in the admin"):
        run(file(data=WAYS["with dots"]), "--replace")
    assert stored() == before


# --- exporting -------------------------------------------------------------------------------------------------------


def test_what_is_exported_comes_back_to_the_byte(file):
    region, rust = make_region(), make_live(name="Rust")
    topic = make_topic(kind="symptom", slug="back-pain", name="Back pain")
    write_draft(topic=topic, document=make_document(body_regions=(region.slug,)))
    Item.objects.filter(label="Undecided").update(topic=rust)
    text, digest = exported("back-pain"), compose(topic).sha256
    Topic.objects.filter(pk=topic.pk).update(summary="Mended.")
    run(file("back.txt", text.encode()), "--replace")
    assert compose(Topic.objects.get(pk=topic.pk)).sha256 == digest
    assert exported("back-pain") == text


def test_draft_and_live_edition_can_be_exported():
    topic = make_live(slug="sciatica", name="Sciatica", summary="As it is live.")
    Topic.objects.filter(pk=topic.pk).update(summary="As it is drafted.")
    assert "As it is drafted." in exported("sciatica", "--kind", "condition")
    assert "As it is live." in exported("sciatica", "--kind", "condition", "--live")
    for options in ((), ("--live",)):
        with pytest.raises(CommandError, match=r"There is no (live )?page symptom/sciatica\."):
            exported("sciatica", *options)
