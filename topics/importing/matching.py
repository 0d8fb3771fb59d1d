"""Which topic a line of a list names, and by what: its exact name, another name, a similar one, or none."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from portal.lib.text import fold
from topics.editing.names import CLOSE, EXACT, MOST_OFFERED, Match, Names
from topics.kinds import SectionKind, TopicKind

MOST_PARTS = 6  # beginnings of a line that are looked up
SAME_WORDS = 0.75  # share of words two names have in common from which the one is offered for the other
_BEFORE = re.compile(r"\s+[–—-]\s+|:\s+|,\s+|\s+(?:of|for|from|with|due to|caused by|after|during)\s+", re.IGNORECASE)
_SAME = {"physician": "doctor", "practitioner": "doctor", "spine": "spinal"}  # mean the same wherever they stand
_GENERAL = ("general practitioner", "family doctor", "gp")
_SPINE = ("neurosurgeon", "spinal surgeon", "orthopaedic surgeon", "spine doctor")
# Who is meant by names that differ in every word: what is offered for each, if it is here. Not linked by itself.
_OFFERED_FOR = {"family physician": _GENERAL, "primary care physician": _GENERAL, "pcp": _GENERAL}
_OFFERED_FOR |= {"spine surgeon": _SPINE, "spinal surgeon": _SPINE, "back surgeon": _SPINE}
_OFFERED_FOR |= {"chiropractor": ("manual therapist", "osteopath"), "osteopath": ("manual therapist", "chiropractor")}
_SMALL = {"a", "an", "the", "of", "in", "with", "to", "and", "or", "by", "for", "your"}

_SYMPTOM, _CONDITION, _TEST, _SPECIALTY = TopicKind
# What lists of each kind of section lead to, the likeliest first (the others may be named, too, but come last).
LEADS_TO = {
    SectionKind.OVERVIEW: (_SYMPTOM,),
    SectionKind.POSSIBLE_CONDITIONS: (_CONDITION,),
    SectionKind.DIAGNOSIS: (_TEST, _SPECIALTY),
    SectionKind.WHO_TO_SEE: (_SPECIALTY,),
    SectionKind.TYPES: (_SYMPTOM, _CONDITION),
    SectionKind.CAUSES: (_CONDITION,),
    SectionKind.RELATED: (_CONDITION,),
    SectionKind.EXPERT_OPINION: (_SPECIALTY,),
    SectionKind.COMPLICATIONS: (_CONDITION,),
    SectionKind.RED_FLAGS: (_SYMPTOM, _CONDITION),
    SectionKind.WHAT_THEY_DO: (_CONDITION, _SYMPTOM, _TEST),
    SectionKind.BEFORE_VISIT: (_TEST,),
}


class MatchKind(Enum):
    """How a line was recognised, in words for the screen."""

    EXACT = _("exact name")
    OTHER_NAME = _("other name")
    SEVERAL = _("a name of several pages")
    CLOSE = _("a similar name")
    NONE = _("not known")

    @property
    def words(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Recognition:
    """What was found for a line. `target`: where it shall lead unless somebody decides otherwise; empty: to decide."""

    how: MatchKind
    target: str
    suggestions: tuple[Match, ...]


def find(label: str, section_kind: str, names: Names, own: str = "") -> Recognition:
    """Looks the line up. Only what has this very name is linked; what is similar is offered. `own`: the page itself."""
    expected = LEADS_TO.get(SectionKind(section_kind), ())
    matches = sorted(
        names.lookup(label, without=own),
        key=lambda match: expected.index(match.kind) if match.kind in expected else len(expected),
    )
    named = [match for match in matches if match.how != CLOSE]
    if not named:
        return Recognition(MatchKind.CLOSE if matches else MatchKind.NONE, "", tuple(matches))
    fitting = [match for match in named if match.kind in expected]
    sure = named if len(named) == 1 else fitting
    if len(sure) != 1:
        return Recognition(MatchKind.SEVERAL, "", tuple(matches))
    how = MatchKind.EXACT if sure[0].how == EXACT else MatchKind.OTHER_NAME
    return Recognition(how, sure[0].target, tuple(matches))


class WideNames(Names):
    """All known topics. Similar is also what shares most words, what a line begins with, and what means the same.

    "Spinal stenosis" and "Spinal canal stenosis"; "Sciatica – pain down the leg"; "family physician" and "GP". Of a
    line that names a page in this way, nothing is offered that only shares words with it: "MRI of the lumbar spine" is
    not the X-ray of it.
    """

    def lookup(self, label: str, *, without: str = "") -> list[Match]:
        found = super().lookup(label, without=without)
        if any(match.how != CLOSE for match in found):
            return found
        if before := self._named_before(label):
            parts = {match.target for match in self._in_parts(label)}
            before = [*before, *(match for match in found if match.target in parts)]
            named = {match.target: match for match in before if match.target != without}
            return list(named.values())[:MOST_OFFERED]
        seen = {match.target for match in found}
        more = [match for match in self._sharing_words(label) if match.target not in {*seen, without}]
        return [*found, *more][:MOST_OFFERED]

    def _in_parts(self, label: str) -> list[Match]:
        """Pages named in brackets, before them, or behind "Consultation with a"."""
        return [match for part in self._parts(label) for match in self._named.get(fold(part), {}).values()]

    def _named_before(self, label: str) -> list[Match]:
        """Pages named by what stands first in the line, or by another word for the same."""
        parts = [part.strip() for part in _beginnings(label)]
        found = [match for part in parts for match in self._named.get(fold(part), {}).values()]
        for part in [*map(fold, self._parts(label)), *map(fold, parts)]:
            for other in _OFFERED_FOR.get(_singular_words(part), ()):
                found += self._named.get(other, {}).values()
        return [Match(one.kind, one.slug, one.name, CLOSE) for one in dict.fromkeys(found)]

    def _sharing_words(self, label: str) -> list[Match]:
        wanted = _words(label)
        shared: Counter[str] = Counter()
        for word in wanted:
            shared.update(self._names_with.get(word, ()))
        scores: dict[str, tuple[float, Match]] = {}
        for name, common in shared.items():
            score = 2 * common / (len(wanted) + len(_words(name)))
            if score >= SAME_WORDS:
                for match in self._named[name].values():
                    best = scores.get(match.target, (0.0, match))
                    scores[match.target] = max(best, (score, match), key=lambda scored: scored[0])
        ordered = sorted(scores.values(), key=lambda scored: (-scored[0], scored[1].name, scored[1].kind))
        return [Match(match.kind, match.slug, match.name, CLOSE) for _score, match in ordered]

    @cached_property
    def _names_with(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for name in self._named:
            for word in _words(name):
                index.setdefault(word, []).append(name)
        return index


def _beginnings(label: str) -> Iterator[str]:
    """ "MRI" of "MRI of the lumbar spine": the line up to each place where it begins to explain, the longest first."""
    for found in reversed(list(_BEFORE.finditer(label))[:MOST_PARTS]):
        yield label[: found.start()]


def _singular_words(folded: str) -> str:
    return " ".join(_singular(word) for word in folded.split())


def _words(name: str) -> frozenset[str]:
    """The words that matter, in the singular."""
    words = (_singular(word) for word in fold(name).split() if word not in _SMALL)
    return frozenset(_SAME.get(word, word) for word in words)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return re.sub(r"(?<=[^su])s$", "", word) if len(word) > 3 else word
