"""A comparison in words, one sentence for each place that changed: for the history of a page and for mails."""

from collections.abc import Iterator, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.comparing.outcome import Comparison
from topics.comparing.parts import ChangedField, ItemChange, LineChange, PartChange, PartState
from topics.comparing.words import ADDED, REMOVED

MOST_LINES = 5  # told one by one; of more, the number
MOST_CHARACTERS = 60  # of a heading or a line that is quoted


def in_words(comparison: Comparison) -> list[str]:
    """What changed, a sentence for each place, in the order of the page. Plain text: escape it in HTML."""
    if comparison.is_new:
        return [_("New page “%(name)s”.") % {"name": _short(comparison.after.name)}]
    told = [_("%(field)s changed") % {"field": field.label} for field in comparison.fields]
    for listing in comparison.listings:
        what = ", ".join(_lines(listing.lines))
        told.append(_("%(list)s: %(what)s") % {"list": listing.label, "what": what})
    sentences = [_sentence(_("The page itself"), told)] if told else []
    for name, parts in (
        (_("Care card"), comparison.cards),
        (_("Section"), comparison.sections),
        (_("Source"), comparison.sources),
    ):
        for part in parts:
            if not part.is_unchanged:
                place = _("%(kind)s “%(name)s”") % {"kind": name, "name": _short(part.name)}
                sentences.append(_sentence(place, list(_part(part))))
    return sentences


def _sentence(place: str, told: Sequence[str]) -> str:
    sentence = _("%(place)s: %(what)s.") % {"place": place, "what": "; ".join(told)}
    return " ".join(sentence.split())


def _part(part: PartChange) -> Iterator[str]:
    if part.state in (PartState.ADDED, PartState.REMOVED):
        yield str(part.state.label)
        return
    if part.move:
        yield str(part.move)
    for field in part.fields:
        yield _("%(field)s changed") % {"field": field.label}
    yield from _lines(part.inner)
    yield from part.notes


def _lines(lines: Sequence[ItemChange | LineChange]) -> Iterator[str]:
    touched = [line for line in lines if not line.is_unchanged]
    yield from map(_line, touched[:MOST_LINES])
    if more := len(touched[MOST_LINES:]):
        yield ngettext("%(n)d more line changed", "%(n)d more lines changed", more) % {"n": more}


def _line(line: ItemChange | LineChange) -> str:
    """A line of a list, by the words it had before, and all that became of it."""
    told = [str(line.move)] if line.move else []
    if line.state in (PartState.ADDED, PartState.REMOVED):
        told.append(str(line.state.label))
    told += line.notes
    if line.state == PartState.CHANGED:
        told += [_field(field, line) for field in line.fields if not _goes_without_saying(field, line)]
    name = line.name if line.before is None else line.name_before
    return f"{_quoted(name)} {', '.join(told)}"


def _goes_without_saying(field: ChangedField, line: ItemChange | LineChange) -> bool:
    """That a line which was given a link needs no reason any more."""
    is_linked_now = any(other.name == "link" for other in line.fields) and line.after.target
    return field.name == "reason" and bool(is_linked_now) and not line.after.reason


def _field(field: ChangedField, line: ItemChange | LineChange) -> str:
    texts = {piece.kind: piece.text for piece in field.pieces}
    if field.name == "label":
        return _("reworded to %(new)s") % {"new": _quoted(line.name)}
    if field.name == "link" and REMOVED in texts and ADDED in texts:
        return _("now leads to %(new)s instead of %(old)s") % {"new": texts[ADDED], "old": texts[REMOVED]}
    if field.name == "link" and ADDED in texts:
        return _("now leads to %(new)s") % {"new": texts[ADDED]}
    if field.name == "link":
        return _("no longer leads to %(old)s") % {"old": texts[REMOVED]}
    if field.name == "reason":
        explained = line.after.reason
        return _("no link because %(why)s") % {"why": _quoted(explained)} if explained else _("reason no longer given")
    if field.name == "warns_of" and ADDED in texts:
        return _("now warns of %(new)s") % {"new": _quoted(texts[ADDED])}
    if field.name == "warns_of":
        return _("no longer warns of %(old)s") % {"old": _quoted(texts[REMOVED])}
    return _("%(field)s changed") % {"field": field.label}


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": _short(text)}


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(MOST_CHARACTERS)
