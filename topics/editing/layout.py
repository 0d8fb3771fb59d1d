"""What the editing page consists of: the fields of the page itself, and the types of blocks that repeat on it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from topics.editing.fields import FieldSpec, Shape
from topics.models import CareCard, Item, OtherName, Section, Source, Topic, TopicCode


@dataclass(frozen=True, eq=False)
class BlockType:
    """What blocks of one type have in common. `name` begins the names of their fields in the form.

    `one`, `heading`, `add`: what one is called, what all are called, the button that adds one. `title_field`: the field
    a block is called by. `ordered`: editors choose the order. `most`: how many a page takes.
    """

    name: str
    heading: Any
    help: Any
    one: Any
    add: Any
    specs: dict[str, FieldSpec]
    title_field: str
    ordered: bool = True
    most: int = 200


PAGE = {
    "name": FieldSpec.of(Topic, "name", missing=_("Give the page a name.")),
    "plain_name": FieldSpec.of(Topic, "plain_name"),
    "slug": FieldSpec.of(Topic, "slug", missing=_("Give the page an address, for example lower-back-cramps.")),
    "title": FieldSpec.of(Topic, "title"),
    "description": FieldSpec.of(Topic, "description"),
    "summary": FieldSpec.of(Topic, "summary", markdown=True),
    "other_names": FieldSpec(
        label=_("Other names"),
        help=_("One a line: other spellings, short forms, everyday and medical names. People find the page by them."),
        shape=Shape.LINES,
        limit=OtherName._meta.get_field("name").max_length,
    ),
}
REGIONS = FieldSpec(
    label=Topic._meta.get_field("body_regions").verbose_name, help=Topic._meta.get_field("body_regions").help_text
)

CARDS = BlockType(
    name="cards",
    heading=_("Care cards"),
    help=_("When to get help, and how fast. The most urgent always stands first."),
    one=_("care card"),
    add=_("Add a care card"),
    specs={
        "urgency": FieldSpec.of(CareCard, "urgency", missing=_("Choose how urgent it is.")),
        "heading": FieldSpec.of(CareCard, "heading", missing=_("Write the instruction of this card.")),
        "points": FieldSpec.of(CareCard, "points", shape=Shape.LINES, missing=_("Write at least one sign.")),
        "action": FieldSpec.of(CareCard, "action"),
    },
    title_field="heading",
)
SECTIONS = BlockType(
    name="sections",
    heading=_("Sections"),
    help=_("The article itself, in the order in which it is read."),
    one=_("section"),
    add=_("Add a section"),
    specs={
        "heading": FieldSpec.of(Section, "heading", missing=_("Give the section a heading.")),
        "kind": FieldSpec.of(Section, "kind", missing=_("Choose what the section is about.")),
        "body": FieldSpec.of(Section, "body", markdown=True),
        "list_intro": FieldSpec.of(Section, "list_intro"),
        "list": FieldSpec(
            label=_("List, one item a line"),
            help=_("A line that names a page is linked when you save; for the others you choose beside it."),
            shape=Shape.LINES,
            limit=Item._meta.get_field("label").max_length,
        ),
    },
    title_field="heading",
)
SOURCES = BlockType(
    name="sources",
    heading=_("Sources"),
    help=_("What the text rests on, for readers who want to know."),
    one=_("source"),
    add=_("Add a source"),
    specs={
        "title": FieldSpec.of(Source, "title", missing=_("Write the title of this source.")),
        "publisher": FieldSpec.of(Source, "publisher"),
        "url": FieldSpec.of(Source, "url"),
        "date": FieldSpec.of(Source, "date"),
    },
    title_field="title",
)
CODES = BlockType(
    name="codes",
    heading=_("Clinical codes"),
    help=_("For other systems that look pages up by code. Never needed to publish."),
    one=_("code"),
    add=_("Add a code"),
    specs={
        "system": FieldSpec.of(TopicCode, "system", missing=_("Which code system is it from?")),
        "version": FieldSpec.of(TopicCode, "version"),
        "code": FieldSpec.of(TopicCode, "code", missing=_("Write the code.")),
        "display": FieldSpec.of(TopicCode, "display"),
    },
    title_field="code",
    ordered=False,
)
BLOCK_TYPES = (CARDS, SECTIONS, SOURCES, CODES)
