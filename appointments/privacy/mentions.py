"""Where the name of a patient stands in texts about others: notes, purposes, wishes, reasons. Finds only.

Erasing a request empties its own rows; these belong to somebody else, and only the name goes out of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.privacy import stored_fields
from portal.lib.text import fold

TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "herr", "frau", "mme", "m", "pan", "pani", "sr", "sra", "signor"}
SHORTEST_ALONE = 4  # letters of a name of one word; shorter ones are words of a language, too
IN_PLACE_OF_NAME = f"[{stored_fields.NO_WORDS}]"
_CHUNK = re.compile(r"[^\s@,;:.!?()\[\]{}\"“”„«»/\\|<>=+*_–—-]+")


@dataclass(frozen=True)
class Mention:
    """A text of another row that holds the name. `where`: for people; `blanked`: the text without the name."""

    row: Model
    field: str
    where: str
    blanked: str


def names_of(requests: Iterable[AppointmentRequest]) -> list[str]:
    """The names these requests hold, of patients and of who asked for them."""
    return sorted({name for request in requests for name in (request.patient_name, request.requester_name) if name})


def find_mentions(names: Iterable[str], *, besides: Iterable[int]) -> Iterator[Mention]:
    """Every text of another row that holds one of the names, in any spelling that search takes for the same.

    `besides`: the ids of the requests the names come from; what stands in their own rows is not given.
    """
    wanted, own = WantedNames(names), set(besides)
    if not wanted.by_word:
        return
    for label, fields in stored_fields.MAY_NAME_OTHERS.items():
        model = apps.get_model(label)
        path = stored_fields.TABLES[label].request_path if label in stored_fields.TABLES else ""
        rows = model.objects.exclude(**{f"{path}__in": own}) if path else model.objects.all()
        rows = rows.select_related("request") if path == "request" else rows
        for row in rows.order_by("pk").iterator(chunk_size=500):
            for field in fields:
                text = getattr(row, field)
                blanked = without_names(text, wanted) if text else text
                if blanked != text:
                    yield Mention(row, field, _where(row, field), blanked[: model._meta.get_field(field).max_length])


class WantedNames:
    """Names as search compares them. `by_word`: the names that hold a word, so that a text costs the same for many."""

    def __init__(self, names: Iterable[str]):
        self.by_word: dict[str, list[list[str]]] = {}
        for name in names:
            words = fold(name).split()
            for word in words:
                for spelt in (word, word + "s"):  # as a genitive
                    self.by_word.setdefault(spelt, []).append(words)


def without_names(text: str, wanted: WantedNames) -> str:
    """The text with IN_PLACE_OF_NAME for each of the names."""
    if wanted.by_word.keys().isdisjoint(fold(text).split()):
        return text
    words = [(word, *found.span()) for found in _CHUNK.finditer(text) for word in fold(found[0]).split()]
    plain = [word for word, _start, _end in words]
    taken: list[tuple[int, int]] = []
    for first, word in enumerate(plain):
        after = plain[first + 1 : first + 2] if word in TITLES else []
        for name in (*wanted.by_word.get(word, ()), *(name for each in after for name in wanted.by_word.get(each, ()))):
            if length := _length_of_match(plain, first, name):
                taken.append((words[first][1], words[first + length - 1][2]))
    for start, end in sorted(_joined(taken), reverse=True):
        text = text[:start] + IN_PLACE_OF_NAME + text[end:]
    return text


def _length_of_match(plain: list[str], first: int, name: list[str]) -> int:
    """How many words from this place on are the name: all its words in any order, first and last (with initials
    between), a title and the last, or its only word; 0 if they are not."""
    candidates = [name]
    if len(name) > 2:
        candidates.append([name[0], name[-1]])
    for wanted in candidates:
        here = plain[first : first + len(wanted)]
        if len(wanted) > 1 and len(here) == len(wanted) and _same(sorted(here), sorted(wanted)):
            return len(wanted)
    if len(name) > 1 and _same(plain[first : first + 1], name[:1]):
        for initials in (1, 2):  # Olga M. Sample
            last = first + 1 + initials
            between = plain[first + 1 : last]
            if all(len(word) == 1 for word in between) and _same(plain[last : last + 1], name[-1:]):
                return initials + 2
    if len(name) == 1 and len(name[0]) >= SHORTEST_ALONE and _same(plain[first : first + 1], name):
        return 1
    if plain[first] in TITLES and _same(plain[first + 1 : first + 2], name[-1:]):
        return 2
    return 0


def _same(here: list[str], wanted: list[str]) -> bool:
    """Word by word, with the s of a genitive left aside."""
    return len(here) == len(wanted) and all(
        word in (other, other + "s") for word, other in zip(here, wanted, strict=True)
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _where(row: Model, field: str) -> str:
    what = str(row._meta.get_field(field).verbose_name)
    request = row if isinstance(row, AppointmentRequest) else getattr(row, "request", None)
    if request is not None:
        return _("%(what)s of %(reference)s") % {"what": what, "reference": request.spoken_reference}
    return _("%(what)s: %(row)s") % {"what": str(row._meta.verbose_name), "row": f"{row.pk}"}
