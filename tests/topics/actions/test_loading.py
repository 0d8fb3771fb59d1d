"""Loading the shipped pages: once, renewed when their file changes, never over what staff did."""

import dataclasses
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders import NOW, make_consent, make_red_flag, make_region, make_topic, make_word_rule
from tests.topics.reviewed import make_signature
from tests.topics.rows import stored
from topics import shipped, shipped_rules
from topics.actions.loading import load_shipped_pages, load_shipped_rules
from topics.compose import compose_unlinked
from topics.models import BodyRegion, Edition, EditionLink, QuoteConsent, RedFlag, ShippedPage, Topic, WordRule
from topics.wording import wording_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def files():
    """Two pages that name each other, as if they were shipped."""
    document = next(file.document for file in shipped.files() if file.key == "conditions/sciatica")
    bare = dataclasses.replace(document, sections=document.sections[:1], body_regions=(), codes=())
    return [page(bare, "first", naming="condition/second"), page(bare, "second", naming="condition/first")]


def page(document, slug, naming, digest="1"):
    item = dataclasses.replace(shipped.Item("line", "Naming it", naming, None, ""), link=None)
    section = dataclasses.replace(document.sections[0], items=(item,))
    document = dataclasses.replace(document, slug=slug, name=slug.title(), sections=(section,), other_names=())
    return shipped.ShippedFile(f"conditions/{slug}", digest * 64, document)


def changed(file, **changes):
    document = dataclasses.replace(file.document, **changes)
    known = file.editions | {wording_digest(file.document)}
    return dataclasses.replace(file, document=document, sha256="2" * 64, editions=known)


def everything():
    return [
        list(model.objects.order_by("pk").values()) for model in (Topic, Edition, EditionLink, ShippedPage, BodyRegion)
    ]


def test_pages_that_name_each_other_are_live_and_linked_at_once(files):
    loaded = load_shipped_pages(now=NOW, files=files)
    assert loaded.made == ["conditions/first", "conditions/second"]
    first, second = Topic.objects.order_by("slug")
    for one, other in ((first, second), (second, first)):
        assert one.live_edition.number == 1
        assert one.live_edition.content.sections[0].items[0].link.slug == other.slug
        assert list(EditionLink.objects.filter(edition=one.live_edition).values_list("topic", flat=True)) == [other.pk]


def test_a_second_run_changes_nothing(files):
    load_shipped_pages(now=NOW, files=files)
    before = everything()
    loaded = load_shipped_pages(now=NOW, files=files)
    assert (loaded.made, loaded.renewed, loaded.left_alone) == ([], [], [])
    assert everything() == before


def test_an_untouched_page_is_renewed_when_its_file_changes_and_pages_that_show_it_follow(files):
    load_shipped_pages(now=NOW, files=files)
    loaded = load_shipped_pages(now=NOW, files=[changed(files[0], description="Said better."), files[1]])
    assert loaded.renewed == ["conditions/first"]
    first, second = Topic.objects.order_by("slug")
    assert (first.live_edition.number, first.live_edition.description) == (2, "Said better.")
    assert second.live_edition.content.sections[0].items[0].link.description == "Said better."


def test_what_staff_changed_is_left_alone(files):
    load_shipped_pages(now=NOW, files=files)
    Topic.objects.filter(slug="first").update(summary="Ours.")
    before = compose_unlinked(Topic.objects.get(slug="first"))
    loaded = load_shipped_pages(now=NOW, files=[changed(files[0], summary="Theirs."), files[1]])
    assert loaded.left_alone == ["conditions/first"]
    first = Topic.objects.get(slug="first")
    assert compose_unlinked(first) == before
    assert first.live_edition.number == 1


def test_a_page_that_staff_made_at_the_same_address_is_theirs(files):
    make_topic(slug="first", name="Ours")
    loaded = load_shipped_pages(now=NOW, files=files)
    assert (loaded.made, loaded.left_alone) == (["conditions/second"], ["conditions/first"])
    assert Topic.objects.get(slug="first").name == "Ours"
    assert not Topic.objects.get(slug="first").is_live


def test_a_page_that_staff_removed_does_not_come_back(files):
    load_shipped_pages(now=NOW, files=files[:0])
    alone = [page(files[0].document, "alone", naming="condition/alone")]
    load_shipped_pages(now=NOW, files=alone)
    ShippedPage.objects.filter(key="conditions/alone").update(topic=None)
    loaded = load_shipped_pages(now=NOW, files=[changed(alone[0], summary="Back again?")])
    assert loaded.left_alone == ["conditions/alone"]


def test_one_page_that_cannot_be_loaded_means_that_none_is(files):
    make_region(slug="kept", name="Kept")
    before = everything()
    with pytest.raises(LookupError, match="condition/nowhere"):
        load_shipped_pages(now=NOW, files=[files[1], page(files[0].document, "first", naming="condition/nowhere")])
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("this is not = = toml", "conditions/broken.toml"),
        ('kind = "planet"\nslug = "broken"\nname = "x"\ndescription = "y"', "planet"),
        ('kind = "condition"\nslug = "other"\nname = "x"\ndescription = "y"', "what the file is called"),
        ('kind = "condition"\nslug = "broken"\nname = "x"', "description"),
        (
            'kind = "condition"\nslug = "broken"\nname = "x"\ndescription = "y"\n'
            '[[sections]]\nkind = "causes"\nheading = "h"\nitems = [{label = "undecided"}]',
            "undecided",
        ),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path, text, complaint):
    folder = tmp_path / "conditions"
    folder.mkdir()
    (folder / "broken.toml").write_text(text)
    with pytest.raises(shipped.ShippedFileInvalid, match=complaint):
        shipped.files(tmp_path)


def test_the_command_says_what_is_wrong_and_loads_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "conditions"
    folder.mkdir()
    (folder / "broken.toml").write_text("nonsense")
    monkeypatch.setattr(shipped.files, "__defaults__", (tmp_path,))
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_content")
    assert not Topic.objects.exists()


# --- the rules that come with the pages ------------------------------------------------------------------------------


def test_a_region_without_a_checklist_gets_the_shipped_one_in_its_order():
    region = make_region(slug="low-back")
    load_shipped_rules()
    found = list(RedFlag.objects.filter(region=region).order_by("position").values_list("stable_id", "sign"))
    assert found == [(flag.id, flag.sign) for flag in shipped_rules.red_flags()]
    assert WordRule.objects.count() == len(shipped_rules.words())


def test_a_second_run_writes_nothing():
    make_region(slug="low-back")
    load_shipped_rules()
    before = stored()
    load_shipped_rules()
    assert stored() == before


def test_what_the_clinic_made_is_left_alone_even_if_it_is_switched_off():
    region = make_region(slug="low-back")
    make_red_flag(region, sign="ours", is_active=False)
    make_word_rule("ours", is_active=False)
    before = stored()
    load_shipped_rules()
    assert stored() == before


def test_signs_of_a_region_that_the_clinic_does_not_have_stay_away():
    load_shipped_rules()
    assert not RedFlag.objects.exists()


# --- people whom the owner's text names ------------------------------------------------------------------------------


@pytest.fixture
def quoting(monkeypatch):
    """Two people named in shipped texts: one on a page that was loaded, one on a page that is not here."""
    people = [
        shipped_rules.ShippedPerson("Dr Sam Sample", "neurologist", "conditions/first"),
        shipped_rules.ShippedPerson("Dr Ann Other", "neurologist", "conditions/nowhere"),
    ]
    monkeypatch.setattr(shipped_rules, "people", lambda: people)


def asked():
    return list(QuoteConsent.objects.order_by("pk").values_list("name", "origin", "consented_on", "recorded_by"))


def test_whoever_is_quoted_on_a_page_that_came_along_has_to_be_asked_once(files, quoting):
    load_shipped_pages(now=NOW, files=files)
    load_shipped_pages(now=NOW, files=files)
    assert asked() == [("Dr Sam Sample", "owners_text", None, None)]


def test_a_portal_that_had_the_pages_before_gets_the_task_without_a_new_file(files, quoting):
    load_shipped_pages(now=NOW, files=files)
    QuoteConsent.objects.all().delete()
    load_shipped_pages(now=NOW, files=files)
    assert len(asked()) == 1


@pytest.mark.parametrize("changes", [{}, {"withdrawn_on": NOW.date()}])
def test_whoever_is_on_file_already_is_left_alone(files, quoting, changes):
    make_consent("Dr. Sam SAMPLE", **changes)
    before = asked()
    load_shipped_pages(now=NOW, files=files)
    assert asked() == before


def test_nobody_is_to_be_asked_for_a_page_that_staff_removed(files, quoting):
    load_shipped_pages(now=NOW, files=files)
    QuoteConsent.objects.all().delete()
    ShippedPage.objects.filter(key="conditions/first").update(topic=None)
    load_shipped_pages(now=NOW, files=files)
    assert asked() == []


# --- pages that nobody edited, after an upgrade ----------------------------------------------------------------------


def told():
    out = StringIO()
    call_command("load_content", stdout=out)
    return out.getvalue().splitlines()


def ship(monkeypatch, files):
    monkeypatch.setattr(shipped, "files", lambda: files)


def test_every_page_says_after_loading_what_its_file_says(shipped_pages):
    next_release = [changed(file, summary="Said better in the next release.") for file in shipped.files()]
    loaded = load_shipped_pages(now=NOW, files=next_release)
    assert (len(loaded.renewed), loaded.made, loaded.left_alone, loaded.signed) == (len(next_release), [], [], [])
    assert {topic.live_edition.content.summary for topic in Topic.objects.live()} == {
        "Said better in the next release."
    }


@pytest.mark.parametrize("age", [0, 1, 2])
def test_a_page_is_renewed_from_any_edition_it_was_shipped_in_and_from_no_other(files, age):
    versions = files[:1]
    for summary in ("Second.", "Third.", "Fourth."):
        versions.append(changed(versions[-1], summary=summary))
    load_shipped_pages(now=NOW, files=[dataclasses.replace(versions[age], sha256="3" * 64), files[1]])
    forgotten = dataclasses.replace(versions[-1], editions=frozenset())
    assert load_shipped_pages(now=NOW, files=[forgotten, files[1]]).left_alone == ["conditions/first"]
    assert load_shipped_pages(now=NOW, files=[versions[-1], files[1]]).renewed == ["conditions/first"]
    assert Topic.objects.get(slug="first").live_edition.content.summary == "Fourth."


def test_a_page_is_known_by_what_it_says_not_by_the_names_of_its_parts(files):
    load_shipped_pages(now=NOW, files=files)
    first = Topic.objects.get(slug="first")
    first.sections.update(stable_id="another-name")
    first.care_cards.filter(urgency="urgent").update(stable_id="another-card")
    assert load_shipped_pages(now=NOW, files=[changed(files[0], summary="New."), files[1]]).left_alone == []


def test_a_page_that_a_clinician_signed_keeps_the_signed_text_and_one_is_told(files, monkeypatch):
    ship(monkeypatch, files)
    load_shipped_pages(now=NOW, files=files)
    topic = Topic.objects.get(slug="first")
    signature = make_signature(topic.live_edition)
    next_release = [changed(files[0], summary="New."), changed(files[1], summary="New, too.", description="Other.")]
    ship(monkeypatch, next_release)
    assert told() == [
        "Pages made: 0, renewed: 1.",
        "Left alone, because a clinician has signed what is live: conditions/first",
    ]
    topic.refresh_from_db()
    assert (topic.live_edition.number, topic.live_edition.sign_off) == (1, signature)


def test_one_is_told_each_time_which_edited_page_has_a_new_edition(files, monkeypatch):
    load_shipped_pages(now=NOW, files=files)
    Topic.objects.filter(slug="first").update(description="Ours.")
    ship(monkeypatch, [changed(files[0], summary="Theirs."), files[1]])
    before = everything()
    for _ in range(2):
        assert told()[1:] == ["Left alone, because staff changed or removed it: conditions/first"]
    assert everything() == before
