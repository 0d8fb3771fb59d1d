"""Compares two documents part by part; parts are found again by their stable ids, wherever they stand now."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from topics.comparing.order import Position, line_up, numbered
from topics.comparing.outcome import Comparison
from topics.comparing.parts import (
    CardChange,
    ChangedField,
    ItemChange,
    LineChange,
    Listing,
    Move,
    MovedAway,
    SectionChange,
    SourceChange,
)
from topics.comparing.words import pairs, pieces, whole
from topics.document import Code, Document, Item, Section
from topics.kinds import SectionKind, TopicKind, Urgency

Key = tuple[Hashable, int]


def compare(before: Document | None, after: Document, sign_words: Mapping[str, str] | None = None) -> Comparison:
    """What became of every part of the page. `before` None: the page is new.

    `sign_words`: what warning signs are called (topics.checklists); others are shown by their stable names.

    Empty exactly when both documents have one digest. Of the parts that were there before and after, as few as
    can be are told as moved. The same two documents always give the same answer.
    """
    return Comparison(
        before=before,
        after=after,
        fields=_page_fields(before, after),
        listings=tuple(_listings(before, after)),
        cards=tuple(_cards(before.care_cards if before else (), after.care_cards, sign_words or {})),
        sections=tuple(_sections(before.sections if before else (), after.sections)),
        sources=tuple(_sources(before.sources if before else (), after.sources)),
    )


def _page_fields(before: Document | None, after: Document) -> tuple[ChangedField, ...]:
    texts = _fields(before, after, "name", "plain_name", "slug", "title", "description", "summary")
    return (*_choice("kind", TopicKind, before and before.kind, after.kind), *texts)


def _listings(before: Document | None, after: Document) -> Iterator[Listing]:
    for name, words in (("other_names", str), ("body_regions", str), ("codes", _code)):
        old, new = getattr(before, name, ()), getattr(after, name)
        if old != new:
            yield Listing(name, _lines(old, new, words))  # kept in order of the alphabet: nothing to call reworded


def _code(code: Code) -> str:
    system = " ".join(filter(None, (code.system, code.version)))
    return f"{code.code} {code.display} ({system})"


def _cards(before: Sequence, after: Sequence, sign_words: Mapping[str, str]) -> Iterator[CardChange]:
    for _place, old, new, move in _found_again(before, after, lambda card: card.heading):
        urgency = _choice("urgency", Urgency, old and old.urgency, new and new.urgency)
        texts = _fields(old, new, "heading", "action", heading="instruction")
        points = _points(old.warnings if old else (), new.warnings if new else (), sign_words)
        yield CardChange(old, new, move, (*urgency, *texts), points)


def _points(before: Sequence, after: Sequence, sign_words: Mapping[str, str]) -> tuple[LineChange, ...]:
    """The points of a card, and what each warns of."""

    def called(points: Sequence, place: int | None) -> str:
        named = () if place is None else points[place][1]
        return ", ".join(sign_words.get(sign, sign) for sign in named)

    def warns_of(place: Position) -> tuple[ChangedField, ...]:
        if place.before is not None and place.after is not None and before[place.before][1] == after[place.after][1]:
            return ()
        old, new = called(before, place.before), called(after, place.after)
        return (ChangedField("warns_of", whole(old, new)),) if old or new else ()

    return _lines([text for text, _s in before], [text for text, _s in after], reworded=True, more=warns_of)


def _sources(before: Sequence, after: Sequence) -> Iterator[SourceChange]:
    for _place, old, new, move in _found_again(before, after, lambda source: source.title):
        texts = _fields(old, new, "title", "publisher", "url", "date", title="source_title")
        yield SourceChange(old, new, move, texts)


def _sections(before: Sequence[Section], after: Sequence[Section]) -> Iterator[SectionChange]:
    crossings = _Crossings(before, after)
    for place, old, new, move in _found_again(before, after, lambda section: section.heading):
        about = _choice("about", SectionKind, old and old.kind, new and new.kind)
        texts = _fields(old, new, "heading", "body", "list_intro")
        items, moved_away = _items(place, old, new, crossings)
        yield SectionChange(old, new, move, (*about, *texts), tuple(items), tuple(moved_away))


class _Crossings:
    """The lines that changed sections, by the places of their sections and their own keys."""

    def __init__(self, before: Sequence[Section], after: Sequence[Section]):
        self.came: dict[tuple[int, Key], tuple[Section, int]] = {}  # from where
        self.left: dict[tuple[int, Key], Section] = {}  # to where
        old_lines, new_lines = self._strangers(before, after), self._strangers(after, before)
        new_by_key = dict(zip(numbered(key[0] for _place, key, _n in new_lines), new_lines, strict=True))
        for name, old in zip(numbered(key[0] for _place, key, _n in old_lines), old_lines, strict=True):
            if name in new_by_key:
                (old_place, old_key, number), (new_place, new_key, _n) = old, new_by_key[name]
                self.came[new_place, new_key] = (before[old_place], number)
                self.left[old_place, old_key] = after[new_place]

    @staticmethod
    def _strangers(sections: Sequence[Section], others: Sequence[Section]) -> list[tuple[int, Key, int]]:
        """Lines that the same section does not hold in the other document: section, key, place."""
        by_key = dict(zip(_keys(others), others, strict=True))
        found = []
        for place, key in enumerate(_keys(sections)):
            known = set(_keys(by_key[key].items)) if key in by_key else set()
            own = enumerate(_keys(sections[place].items))
            found += [(place, item_key, number) for number, item_key in own if item_key not in known]
        return found


def _items(
    place: Position, old: Section | None, new: Section | None, crossings: _Crossings
) -> tuple[list[ItemChange], list[MovedAway]]:
    items, moved_away = [], []
    old_items, new_items = old.items if old else (), new.items if new else ()
    old_keys, new_keys = _keys(old_items), _keys(new_items)
    rows = _found_again(old_items, new_items, lambda item: item.label)
    for spot, old_item, new_item, move in rows:
        came = old_item is None and crossings.came.get((place.after, new_keys[spot.after]))
        left = new_item is None and crossings.left.get((place.before, old_keys[spot.before]))
        if left:
            moved_away.append(MovedAway(old_item.label, left.heading))
            continue
        if came:
            section, number = came
            old_item = section.items[number]
            move = Move(number + 1, spot.after + 1, from_heading=section.heading)
        items.append(ItemChange(old_item, new_item, move, _item_fields(old_item, new_item)))
    return items, moved_away


def _item_fields(old: Item | None, new: Item | None) -> tuple[ChangedField, ...]:
    fields = [*_fields(old, new, "label")]
    old_link, new_link = old and old.link, new and new.link
    if (_target(old), not old_link) != (_target(new), not new_link):
        fields.append(ChangedField("link", whole(_leads_to(old), _leads_to(new))))
    elif old_link and new_link:
        names = {name: f"linked_{name}" for name in ("name", "plain_name", "description")}
        fields += _fields(old_link, new_link, *names, **names)
        old_address, new_address = (f"{link.kind}/{link.slug}" for link in (old_link, new_link))
        if (old_link.kind, old_link.slug) != (new_link.kind, new_link.slug):
            fields.append(ChangedField("linked_address", whole(old_address, new_address)))
    return (*fields, *_fields(old, new, "reason"))


def _target(item: Item | None) -> str:
    return item.target if item else ""


def _leads_to(item: Item | None) -> str:
    if item is None or not (item.target or item.link):
        return ""
    if item.link is None:
        return _("%(address)s (has no live page)") % {"address": item.target}
    return f"{item.link.name} ({item.target})"


def _lines(
    before: Sequence,
    after: Sequence,
    words: Callable[[Any], str] = str,
    *,
    reworded: bool = False,
    more: Callable[[Position], tuple[ChangedField, ...]] = lambda _place: (),
) -> tuple[LineChange, ...]:
    """Lines without ids: known again by their words or, if they may have been `reworded`, by most of their words.

    `more`: what else changed in the line at this place.
    """
    old_keys, new_keys = numbered(before), numbered(after)
    old_lines, new_lines = [words(line) for line in before], [words(line) for line in after]
    if reworded:
        known, wanted = set(old_keys), set(new_keys)
        gone = [place for place, key in enumerate(old_keys) if key not in wanted]
        come = [place for place, key in enumerate(new_keys) if key not in known]
        for old, new in pairs([old_lines[place] for place in gone], [new_lines[place] for place in come]):
            new_keys[come[new]] = old_keys[gone[old]]
    found = []
    for place in line_up(old_keys, new_keys):
        old = None if place.before is None else old_lines[place.before]
        new = None if place.after is None else new_lines[place.after]
        if old is None or new is None:
            fields = (ChangedField("label", whole(old or "", new or "")),)
        elif before[place.before] == after[place.after]:
            fields = ()
        else:
            fields = (ChangedField("label", pieces(old, new)),)
        found.append(LineChange(old, new, _move(place, new_lines), (*fields, *more(place))))
    return tuple(found)


def _found_again(before: Sequence, after: Sequence, name: Callable[[Any], str]) -> Iterator[tuple]:
    """Each part once: its place, what it was, what it is, and how it moved."""
    names = [name(part) for part in after]
    for place in line_up(_keys(before), _keys(after)):
        old = None if place.before is None else before[place.before]
        new = None if place.after is None else after[place.after]
        yield place, old, new, _move(place, names)


def _keys(parts: Sequence) -> list[Key]:
    return numbered(part.id for part in parts)


def _move(place: Position, names: Sequence[str]) -> Move | None:
    if not place.moved:
        return None
    follows = names[place.after - 1] if place.after else ""
    up, down = place.up and place.after < place.before, place.down and place.after > place.before
    return Move(place.before + 1, place.after + 1, up, down, follows)


def _fields(old: Any, new: Any, *names: str, **called: str) -> tuple[ChangedField, ...]:
    """The texts that differ, word by word; `called` renames some of them for the screen."""
    found = []
    for name in names:
        was, now = getattr(old, name, ""), getattr(new, name, "")
        if was != now:
            found.append(ChangedField(called.get(name, name), pieces(was, now)))
    return tuple(found)


def _choice(name: str, choices: type, old: str | None, new: str | None) -> tuple[ChangedField, ...]:
    """A value that is chosen, not typed: shown by its label, as a whole."""
    if old == new:
        return ()
    labels = dict(choices.choices)
    was, now = (str(labels.get(value, value or "")) for value in (old, new))
    return (ChangedField(name, whole(was, now)),)
