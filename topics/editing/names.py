"""By which words the topics are known, and which topics a line of a list may mean."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from portal.lib.text import fold
from topics.document import Link
from topics.kinds import TopicKind
from topics.models import Item, Topic
from topics.workflow import OFFERED

EXACT, OTHER_NAME, CLOSE = "exact", "other name", "close"
ALIKE = 0.85  # difflib's ratio from which a name is offered as perhaps meant
MOST_OFFERED = 5
LONGEST_LABEL = Item._meta.get_field("label").max_length  # what is longer names nothing and is not looked up
_LEAD_IN = re.compile(
    r"^(?:(?:a |an )?(?:consultation|appointment|visit|talk|referral)) (?:with|to|at) (?:a |an |the |your )?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_KIND_IN_BRACKETS = re.compile(r"^(.+) \(([^()]+)\)$")


@dataclass(frozen=True)
class KnownTopic:
    """A topic as its draft is called today. `live_slug` is empty and `link` None while it has no live page.

    Not `offered`: retired or merged. A line that leads there already may keep it; no other finds it.
    """

    kind: str
    slug: str
    name: str
    other_names: tuple[str, ...] = ()
    live_slug: str = ""
    link: Link | None = None
    offered: bool = True

    @property
    def target(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def kind_label(self) -> str:
        return str(TopicKind(self.kind).label)


@dataclass(frozen=True)
class Match:
    """A topic that a line may mean, and how it is named there: "exact" name, "other name", or only "close" to one."""

    kind: str
    slug: str
    name: str
    how: str

    @property
    def target(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def kind_label(self) -> str:
        return str(TopicKind(self.kind).label)


class Names:
    """All known topics, found by their names. Case, accents and punctuation do not matter."""

    def __init__(self, known: Iterable[KnownTopic]):
        self.known = tuple(known)
        self._by_target = {f"{one.kind}/{one.live_slug}": one for one in self.known if one.live_slug}
        self._by_target |= {one.target: one for one in self.known}  # a draft's address wins, as it does on saving
        self._named: dict[str, dict[str, Match]] = {}
        offered = [one for one in self.known if one.offered]
        for one in offered:
            for name in one.other_names:
                self._add(name, one, OTHER_NAME)
        for one in offered:
            self._add(one.name, one, EXACT)
        self._close: dict[str, list[Match]] = {}

    @classmethod
    def load(cls) -> "Names":
        """Every topic of the database, live or not. One query."""
        live = "live_edition__"
        rows = Topic.objects.order_by("pk", "other_names__pk").values_list(
            "kind",
            "slug",
            "name",
            "plain_name",
            "other_names__name",
            "live_slug",
            "state",
            *(f"{live}{column}" for column in ("kind", "slug", "name", "plain_name", "description")),
        )
        topics: dict[tuple, list[str]] = {}
        for kind, slug, name, plain_name, other_name, live_slug, state, *edition in rows:
            names = topics.setdefault((kind, slug, name, live_slug, state in OFFERED, *edition), [])
            if plain_name and not names:
                names.append(plain_name)
            if other_name:
                names.append(other_name)
        return cls(
            KnownTopic(kind, slug, name, tuple(names), live_slug or "", Link(*link) if link[0] else None, offered)
            for (kind, slug, name, live_slug, offered, *link), names in topics.items()
        )

    def at(self, target: str) -> KnownTopic | None:
        """The topic found at "kind/slug", by its draft's address or the one it is live at."""
        return self._by_target.get(target)

    def lookup(self, label: str, *, without: str = "") -> list[Match]:
        """Topics the label may mean, best first: those it names, else those it comes close to (five at most).

        Close is a name that differs by a few letters, or one that stands in brackets, before them, or after a lead-in
        such as "Consultation with a …". `without`: a target never offered, such as the page itself.
        """
        if len(label) > LONGEST_LABEL:
            return []
        wanted = fold(label)
        found = list(self._named.get(wanted, {}).values())
        if not found and wanted:
            if label not in self._close:
                self._close[label] = self._close_to(label, wanted)
            found = self._close[label]
        return [match for match in found if match.target != without][:MOST_OFFERED]

    def only(self, label: str, *, without: str = "") -> str:
        """The target of the one topic that has this name or other name; empty if there is none or more than one."""
        if len(label) > LONGEST_LABEL:
            return ""
        named = [match for match in self._named.get(fold(label), {}).values() if match.target != without]
        return named[0].target if len(named) == 1 else ""

    def called(self, name: str, *, without: str = "") -> list[Match]:
        """The topics that are called so; "Sciatica (condition)" says of which kind it should be."""
        if len(name) > LONGEST_LABEL:
            return []
        named = list(self._named.get(fold(name), {}).values())
        with_kind = _KIND_IN_BRACKETS.match(name)
        if not named and with_kind:
            wanted = self._named.get(fold(with_kind[1]), {}).values()
            named = [match for match in wanted if fold(match.kind_label) == fold(with_kind[2])]
        return [match for match in named if match.target != without]

    @cached_property
    def to_choose_from(self) -> list[str]:
        """Each topic in words that `called` understands as this one, sorted."""
        choices = []
        for one in (one for one in self.known if one.offered):
            alone = len(self._named[fold(one.name)]) == 1 if fold(one.name) else True
            choices.append(one.name if alone else f"{one.name} ({one.kind_label})")
        return sorted(choices, key=fold)

    def _add(self, name: str, one: KnownTopic, how: str) -> None:
        if folded := fold(name):
            self._named.setdefault(folded, {})[one.target] = Match(one.kind, one.slug, one.name, how)

    def _close_to(self, label: str, wanted: str) -> list[Match]:
        scores: dict[str, tuple[float, Match]] = {}
        for part in self._parts(label):
            for match in self._named.get(fold(part), {}).values():
                scores[match.target] = (1.0, match)
        for name in self._sharing_letters_with(wanted):
            comparison = SequenceMatcher(None, wanted, name, autojunk=False)
            if comparison.quick_ratio() >= ALIKE and (ratio := comparison.ratio()) >= ALIKE:
                for match in self._named[name].values():
                    if ratio > scores.get(match.target, (0,))[0]:
                        scores[match.target] = (ratio, match)
        best = sorted(scores.values(), key=lambda scored: (-scored[0], scored[1].name, scored[1].kind))
        return [Match(match.kind, match.slug, match.name, CLOSE) for _score, match in best]

    @staticmethod
    def _parts(label: str) -> list[str]:
        without_lead_in = _LEAD_IN.sub("", label)
        return [without_lead_in, _IN_BRACKETS.sub("", without_lead_in), *_IN_BRACKETS.findall(label)]

    @cached_property
    def _pairs_of_letters(self) -> dict[str, list[str]]:
        """Which names hold a pair of letters. Comparing every line with every name letter by letter takes too long."""
        index: dict[str, list[str]] = {}
        for name in self._named:
            for pair in _pairs(name):
                index.setdefault(pair, []).append(name)
        return index

    def _sharing_letters_with(self, wanted: str) -> list[str]:
        shared: Counter[str] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._pairs_of_letters.get(pair, ()))
        return [name for name, _count in shared.most_common(20)]


def _pairs(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[place : place + 2] for place in range(len(padded) - 1)}
