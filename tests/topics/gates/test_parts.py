"""A page has its one sentence, *In short* and the sections that readers of its kind need."""

from dataclasses import replace

import pytest

from tests.builders import NOW, make_ready, make_section, make_topic, make_user
from tests.topics.gates.pages import found, line, page, section
from topics.actions import reviewing
from topics.actions.publishing import GatesClosed, publish
from topics.compose import compose
from topics.gates import parts, structure
from topics.kinds import SectionKind, TopicKind
from topics.models import Topic

NOTHING = (
    "",
    " \n ",
    "…",
    "- ",
    "**",
    "> —",
    "1.",
    "[](/symptoms/)",
    "\u200b\u2060",
    "\u3164" * 9,
    "\u3164\u115f",
    "&nbsp;",
    "· ·",
)


def whole(kind="symptom", **changes):
    """A page with every part its kind needs."""
    sections = [section(id=kinds[0], kind=kinds[0]) for kinds in parts.NEEDED[TopicKind(kind)]]
    return page(*sections, **{"kind": kind, "summary": "It mostly gets better."} | changes)


def missing(document) -> list[str]:
    findings = found(parts, document)
    assert not any(finding.waivable or finding.stops_forced for finding in findings)
    return [finding.key for finding in findings]


@pytest.mark.parametrize("kind", TopicKind.values)
def test_a_page_with_every_part_of_its_kind_passes(kind):
    assert missing(whole(kind)) == []


@pytest.mark.parametrize("kind", TopicKind.values)
@pytest.mark.parametrize(
    "text", [*NOTHING, "Pain", "Pain" + "\u3164" * 9, "Back pain", "**Back** Pain!", "12345678", "12 34 56 78 90"]
)
def test_without_its_sentence_or_in_short_a_page_of_any_kind_is_stopped(kind, text):
    assert missing(whole(kind, summary=text)) == ["summary"]
    if "](" not in text:  # a mark in a field that knows none, which another gate finds
        assert missing(whole(kind, description=text)) == ["description"]


@pytest.mark.parametrize("text", ["What it is.", "Це біль у спині.", "背中の下のほうの痛み。", "आमतौर पर ठीक होता है।"])
def test_a_sentence_in_any_script_is_one(text):
    assert missing(whole(description=text, summary=f"- {text}")) == []


@pytest.mark.parametrize("kind", TopicKind.values)
def test_without_a_section_a_page_of_any_kind_is_told_which_to_write(kind):
    (finding,) = found(parts, whole(kind, sections=()))
    assert finding.sentence == "The page has no section that says something."
    first = SectionKind(parts.NEEDED[TopicKind(kind)][0][0]).label
    assert finding.mend.startswith(f"Write at least these sections: “{first}”")


@pytest.mark.parametrize("kind", TopicKind.values)
def test_each_needed_section_is_missed_by_itself_and_one_of_several_will_do(kind):
    for kinds in parts.NEEDED[TopicKind(kind)]:
        rest = [one for one in whole(kind).sections if one.kind != kinds[0]]
        other = section(id="other", kind="prevention")
        assert missing(whole(kind, sections=(*rest, other))) == [f"sections-{kinds[0]}"]
        for any_one in kinds:
            assert missing(whole(kind, sections=(*rest, section(id=any_one, kind=any_one)))) == []


def test_the_sentence_names_the_kinds_as_the_editor_chooses_them():
    sections = tuple(section(id=kind, kind=kind) for kind in ("overview", "who_to_see"))
    (finding,) = found(parts, whole("condition", sections=sections))
    assert finding.sentence == "No section of this page is about “treatment” or “what you can do yourself”."
    assert finding.mend == (
        "Write that section, or choose “treatment” or “what you can do yourself” for the one that says it."
    )


@pytest.mark.parametrize("body", NOTHING)
def test_a_section_without_a_word_is_empty_and_stands_for_none(body):
    blank = tuple(replace(one, body=body) for one in whole().sections)
    assert missing(whole(sections=blank)) == ["sections"]
    empty = [finding.place.id for finding in found(structure, whole(sections=blank)) if finding.code == structure.EMPTY]
    assert empty == [one.id for one in blank]


@pytest.mark.parametrize(
    "text",
    [
        "TO" + "DO",
        "TBD.",
        "Text to follow",
        "… text follows …",
        "Coming soon!",
        "More coming soon.",
        "Write here.",
        "[placeholder]",
        "[Name] is a [condition].",
        "Lorem ipsum dolor sit amet.",
        "xxxxxxxx xxxx",
        "To be confirmed",
    ],
)
def test_what_stands_there_until_somebody_writes_is_no_text(text):
    assert missing(whole(summary=text)) == ["summary"]
    assert missing(whole(description=text)) == ["description"]
    for empty in (
        {"body": text},
        {"body": "", "items": (line(text),)},
        {"body": "Its heading", "heading": "Its Heading"},
    ):
        blank = tuple(replace(one, **empty) for one in whole().sections)
        assert missing(whole(sections=blank)) == ["sections"]


@pytest.mark.parametrize(
    "text",
    ["Ask for a text [here](/tests/mri/).", "What follows is not soon forgotten.", "Words to write down: to do."],
)
def test_text_with_such_words_in_it_is_text(text):
    assert missing(whole(summary=text, description="What it is: to do or to follow.")) == []


def test_a_list_alone_says_something():
    lists = tuple(replace(one, body="", items=(line(),)) for one in whole().sections)
    assert missing(whole(sections=lists)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("take", ["summary", "description", "sections"])
def test_publishing_refuses_a_signed_page_without_the_part(take):
    topic = make_ready(make_topic())
    make_section(topic, kind="prevention")
    if take == "sections":
        topic.sections.all().delete()
    else:
        Topic.objects.filter(pk=topic.pk).update(**{take: "–"})
    signed = sign(topic)
    with pytest.raises(GatesClosed) as refusal:
        publish(topic=signed, by=make_user("editor"), now=NOW)
    assert [finding.key for finding in refusal.value.findings] == [take]


def sign(topic):
    """The draft as it stands, signed, with nothing added."""
    topic = reviewing.submit(topic=Topic.objects.get(pk=topic.pk), by=make_user("editor"), now=NOW)
    reviewing.sign_off(topic=topic, sha256=compose(topic).sha256, by=make_user("clinician"), now=NOW)
    return topic
