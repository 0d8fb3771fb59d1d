"""What the editing page consists of: the fields of the page itself, and the groups of blocks that repeat."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from topics.editing.fields import LINES, Spec
from topics.models import CareCard, Item, OtherName, Section, Source, Topic, TopicCode


@dataclass(frozen=True, eq=False)
class Group:
    """Blocks of one sort. `name` begins the names of their fields; `codes` have no order and no id of their own."""

    name: str
    heading: Any
    help: Any
    one: Any
    add: Any
    specs: dict[str, Spec]
    title: str  # the field a block is called by
    ordered: bool = True
    most: int = 200


PAGE = {
    "name": Spec.of(Topic, "name", missing=_("Give the page a name.")),
    "plain_name": Spec.of(Topic, "plain_name"),
    "slug": Spec.of(Topic, "slug", missing=_("Give the page an address, for example lower-back-cramps.")),
    "title": Spec.of(Topic, "title"),
    "description": Spec.of(Topic, "description"),
    "summary": Spec.of(Topic, "summary", markdown=True),
    "other_names": Spec(
        label=_("Other names"),
        help=_("One a line: other spellings, short forms, everyday and medical names. People find the page by them."),
        shape=LINES,
        limit=OtherName._meta.get_field("name").max_length,
    ),
}
REGIONS = Spec(
    label=Topic._meta.get_field("body_regions").verbose_name, help=Topic._meta.get_field("body_regions").help_text
)

CARDS = Group(
    name="cards",
    heading=_("Care cards"),
    help=_("When to get help, and how fast. The most urgent always stands first."),
    one=_("care card"),
    add=_("Add a care card"),
    specs={
        "urgency": Spec.of(CareCard, "urgency", missing=_("Choose how urgent it is.")),
        "heading": Spec.of(CareCard, "heading", missing=_("Write the instruction of this card.")),
        "points": Spec.of(CareCard, "points", shape=LINES, missing=_("Write at least one sign.")),
        "action": Spec.of(CareCard, "action"),
    },
    title="heading",
)
SECTIONS = Group(
    name="sections",
    heading=_("Sections"),
    help=_("The article itself, in the order in which it is read."),
    one=_("section"),
    add=_("Add a section"),
    specs={
        "heading": Spec.of(Section, "heading", missing=_("Give the section a heading.")),
        "kind": Spec.of(Section, "kind", missing=_("Choose what the section is about.")),
        "body": Spec.of(Section, "body", markdown=True),
        "list_intro": Spec.of(Section, "list_intro"),
        "list": Spec(
            label=_("List, one item a line"),
            help=_("A line that names a page is linked when you save; for the others you choose beside it."),
            shape=LINES,
            limit=Item._meta.get_field("label").max_length,
        ),
    },
    title="heading",
)
SOURCES = Group(
    name="sources",
    heading=_("Sources"),
    help=_("What the text rests on, for readers who want to know."),
    one=_("source"),
    add=_("Add a source"),
    specs={
        "title": Spec.of(Source, "title", missing=_("Write the title of this source.")),
        "publisher": Spec.of(Source, "publisher"),
        "url": Spec.of(Source, "url"),
        "date": Spec.of(Source, "date"),
    },
    title="title",
)
CODES = Group(
    name="codes",
    heading=_("Clinical codes"),
    help=_("For other systems that look pages up by code. Never needed to publish."),
    one=_("code"),
    add=_("Add a code"),
    specs={
        "system": Spec.of(TopicCode, "system", missing=_("Which code system is it from?")),
        "version": Spec.of(TopicCode, "version"),
        "code": Spec.of(TopicCode, "code", missing=_("Write the code.")),
        "display": Spec.of(TopicCode, "display"),
    },
    title="code",
    ordered=False,
)
GROUPS = (CARDS, SECTIONS, SOURCES, CODES)
