"""Whole pages nobody thought of, for property tests: any script, any number of sections, any order."""

from hypothesis import strategies as st

from portal.lib.text import clean_line
from topics.document import CareCard, Code, Document, Item, Link, Section, Source
from topics.kinds import SectionKind, TopicKind, Urgency

# Everything but NUL and lone surrogates, which PostgreSQL cannot store and no form lets through.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")


def words(most: int, least: int = 0):
    return st.text(CHARACTERS, min_size=least, max_size=most)


def names(most: int):
    """Words that say something."""
    return words(most, least=1)


ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
slugs = st.from_regex(r"[a-z0-9]{1,10}(-[a-z0-9]{1,10}){0,2}", fullmatch=True)
points = names(60).map(clean_line).filter(bool)  # a line each in the draft: neither empty nor broken

links = st.builds(
    Link,
    kind=st.sampled_from(TopicKind.values),
    slug=slugs,
    name=names(40),
    plain_name=words(40),
    description=words(60),
)
cards = st.builds(
    CareCard,
    id=ids,
    urgency=st.sampled_from(Urgency.values),
    heading=names(200),
    points=st.lists(points, min_size=1, max_size=4).map(tuple),
    action=words(80),
    signs=st.lists(st.lists(st.sampled_from(["numb", "weak-leg", "p0123456789"]), max_size=2).map(tuple)).map(tuple),
)
sources = st.builds(
    Source, id=ids, title=names(200), publisher=words(120), url=st.just("https://example.org/ü?a=1"), date=words(10)
)
codes = st.builds(Code, system=names(60), version=words(20), code=names(20), display=words(60))


def items(targets=(), with_links=False):
    """Lines: linked to one of the targets ("kind/slug"), or with a reason, or undecided."""
    target = st.sampled_from(["", *targets])
    link = st.none() | links if with_links else st.none()
    made = st.builds(Item, id=ids, label=names(200), target=target, link=link, reason=words(200))
    return made.map(lambda item: Item(item.id, item.label, item.target, item.link, "" if item.target else item.reason))


def sections(**about_items):
    lines = st.lists(items(**about_items), max_size=4, unique_by=lambda item: item.id).map(tuple)
    kinds = st.sampled_from(SectionKind.values)
    return st.builds(
        Section, id=ids, kind=kinds, heading=names(160), body=words(200), list_intro=words(300), items=lines
    )


def documents(kind: str, regions=(), **about_items):
    """Pages as compose gives them: what has no order of its own is sorted, and the most urgent card comes first."""
    by_id = {"unique_by": lambda part: part.id}
    by_code = {"unique_by": lambda code: (code.system, code.version, code.code)}
    return st.builds(
        Document,
        kind=st.just(kind),
        slug=slugs,
        name=names(120),
        plain_name=words(120),
        title=words(160),
        description=words(200),
        summary=words(300),
        other_names=st.lists(names(120), max_size=3, unique=True).map(sorted).map(tuple),
        body_regions=st.lists(st.sampled_from(regions), unique=True).map(sorted).map(tuple) if regions else st.just(()),
        codes=st.lists(codes, max_size=2, **by_code).map(_by_code),
        care_cards=st.lists(cards, max_size=3, **by_id).map(_by_urgency),
        sections=st.lists(sections(**about_items), max_size=8, **by_id).map(tuple),
        sources=st.lists(sources, max_size=2, **by_id).map(tuple),
    )


def _by_code(found):
    return tuple(sorted(found, key=lambda code: (code.system, code.version, code.code)))


def _by_urgency(found):
    return tuple(sorted(found, key=lambda card: Urgency(card.urgency).rank))
