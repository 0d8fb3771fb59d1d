"""Documents for the tests here: one by hand, and many at random that are edited the way people edit."""

from dataclasses import replace

from hypothesis import strategies as st

from topics.comparing.words import ADDED, REMOVED
from topics.document import CareCard, Code, Document, Item, Link, Section, Source

SCIATICA = Link("condition", "sciatica", "Sciatica", "nerve pain in the leg", "Pain that runs down the leg.")


def item(name: str, **changes) -> Item:
    return replace(Item(name, f"Line {name}", "", None, f"Reason {name}"), **changes)


def section(name: str, items: str = "", **changes) -> Section:
    """A section with a line for each letter of `items`."""
    lines = tuple(item(letter) for letter in items)
    return replace(Section(name, "causes", f"Heading {name}", f"Text of {name}.", "Such as:", lines), **changes)


def document(*sections: Section, **changes) -> Document:
    plain = Document(
        kind="symptom",
        slug="back-cramps",
        name="Back cramps",
        plain_name="",
        title="Back cramps and what helps",
        description="What helps when your back cramps.",
        summary="Keep moving.\n\nAsk us if it lasts.",
        other_names=("back spasms",),
        body_regions=("low-back",),
        codes=(Code("http://hl7.org/fhir/sid/icd-10", "2019", "R25.2", "Cramp and spasm"),),
        care_cards=(CareCard("now", "emergency", "Call {emergency_number}", ("numb legs", "a fall"), "Do not drive."),),
        sections=sections,
        sources=(Source("nhs", "Back pain", "NHS", "https://www.nhs.uk/", "2023"),),
    )
    return replace(plain, **changes)


def texts(field) -> tuple[str, str]:
    """What a changed field was and is, put together from its pieces."""
    before = "".join(piece.text for piece in field.pieces if piece.kind != ADDED)
    after = "".join(piece.text for piece in field.pieces if piece.kind != REMOVED)
    return before, after


# --- at random -------------------------------------------------------------------------------------------------------

_words = st.sampled_from(["pain", "the", "numb", "two", "weeks.", "you", "**bold**", "{clinic_phone}", "é", "4.5", "-"])
_texts = st.one_of(
    st.lists(st.tuples(_words, st.sampled_from([" ", " ", "\n", "\n\n", ""])), max_size=8).map(
        lambda parts: "".join(word + blank for word, blank in parts)
    ),
    st.text(max_size=6),
)
_short = st.one_of(_words, st.just(""))
_ids = st.sampled_from("abcdefgh")
_links = st.none() | st.builds(Link, _short, _short, _short, _short, _texts)
_codes = st.builds(Code, _short, _short, _short, _short)
_signs = st.lists(st.lists(st.sampled_from("ab"), max_size=1).map(tuple), max_size=2).map(tuple)
_cards = st.builds(CareCard, _ids, _short, _texts, st.lists(_texts, max_size=2).map(tuple), _texts, _signs)
_items = st.builds(Item, _ids, _texts, _short, _links, _short)
_sources = st.builds(Source, _ids, _texts, _short, _short, _short)


def _some(parts, most: int = 3):
    """Parts as the database keeps them: no two with one id."""
    return st.lists(parts, max_size=most, unique_by=lambda part: part.id).map(tuple)


_sections = st.builds(Section, _ids, st.sampled_from(["causes", "types", "odd"]), _texts, _texts, _short, _some(_items))
_lists = st.lists(_short, max_size=2).map(tuple)

documents = st.builds(
    Document,
    kind=st.sampled_from(["symptom", "test", "odd"]),
    slug=_short,
    name=_short,
    plain_name=_short,
    title=_texts,
    description=_texts,
    summary=_texts,
    other_names=_lists,
    body_regions=_lists,
    codes=st.lists(_codes, max_size=1).map(tuple),
    care_cards=_some(_cards, most=2),
    sections=_some(_sections),
    sources=_some(_sources, most=2),
)


@st.composite
def edited(draw, before: Document) -> Document:
    """The document after one thing was done to it, perhaps nothing."""
    other = draw(documents)
    after = replace(
        before, **{name: getattr(other, name) for name in draw(st.sets(st.sampled_from(_NAMES), max_size=1))}
    )
    if not after.sections:
        return after
    sections = list(after.sections)
    place = draw(st.integers(0, len(sections) - 1))
    chosen = sections[place]
    match draw(st.sampled_from(["nothing", "text", "order", "lines", "send a line away", "sections"])):
        case "text":
            sections[place] = replace(chosen, body=chosen.body + draw(_texts), heading=draw(_texts))
        case "order":
            sections[place] = replace(chosen, items=tuple(draw(st.permutations(chosen.items))))
        case "lines":
            sections[place] = replace(chosen, items=draw(_some(_items)))
        case "send a line away" if chosen.items:
            sections[place] = replace(chosen, items=chosen.items[1:])
            target = draw(st.integers(0, len(sections) - 1))
            if all(line.id != chosen.items[0].id for line in sections[target].items):
                lines = (*sections[target].items, chosen.items[0])
                sections[target] = replace(sections[target], items=lines)
        case "sections":
            sections = list(draw(st.permutations(sections)))[draw(st.integers(0, 1)) :]
    return replace(after, sections=tuple(sections))


_NAMES = ("slug", "title", "summary", "other_names", "body_regions", "codes", "care_cards", "sources", "kind")

pairs_of_documents = st.one_of(
    st.tuples(documents, documents), documents.flatmap(lambda before: st.tuples(st.just(before), edited(before)))
)
