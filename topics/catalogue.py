"""Lists of what is live: the A–Z pages, the home page, "mentioned by" and search. Reads published editions only."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clinic import Clinic
from portal.lib.text import fold
from topics.closed_forms import closed_forms
from topics.kinds import TopicKind
from topics.models import Edition, EditionLink
from topics.page import SpecialistView, request_url
from topics.placeholders import fill

MOST_FOUND = 50


@dataclass(frozen=True)
class PageEntry:
    """A line in a list of pages. `see`: the line is another name, and this is the name of the page it leads to."""

    id: str
    label: str
    url: str
    description: str
    kind_label: str
    see: str = ""

    @property
    def name(self) -> str:
        return self.label


@dataclass(frozen=True)
class Letter:
    """A letter of the A–Z with its entries."""

    letter: str
    entries: tuple[PageEntry, ...]


@dataclass(frozen=True)
class MentionGroup:
    """Pages of one kind under a heading."""

    folder: str
    heading: str
    entries: tuple[PageEntry, ...]


_HEADINGS = {
    TopicKind.SYMPTOM: _("Symptoms where this comes up"),
    TopicKind.CONDITION: _("Conditions where this comes up"),
    TopicKind.TEST: _("Tests where this comes up"),
    TopicKind.SPECIALTY: _("Specialists who deal with this"),
}


def a_to_z(kind: TopicKind, clinic: Clinic) -> list[Letter]:
    """Every live page of the kind under its name, and under each other name with a pointer. One query."""
    entries = []
    for edition in Edition.objects.live().of(kind).entries().order_by("name", "pk"):
        entries.append(_entry(edition, clinic))
        entries += [_alias(edition, name) for name in edition.other_names]
    letters: dict[str, list[PageEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (fold(entry.label), entry.see, entry.url)):
        letters.setdefault(_initial(entry.label), []).append(entry)
    return [Letter(letter, tuple(found)) for letter, found in sorted(letters.items())]


def pages_of(kind: TopicKind, clinic: Clinic) -> list[PageEntry]:
    """Every live page of the kind, by name. One query."""
    editions = Edition.objects.live().of(kind).entries().order_by("pk")
    return [_entry(edition, clinic, kind_label="") for edition in _by_name(editions)]


def specialists(clinic: Clinic) -> list[SpecialistView]:
    """Everybody a patient can ask to see, by name, and whose form is closed. Two queries."""
    editions = _by_name(Edition.objects.live().of(TopicKind.SPECIALTY).entries().order_by("pk"))
    closed = closed_forms([edition.slug for edition in editions])
    return [
        SpecialistView(
            name=edition.name,
            plain_name=edition.plain_name,
            description=fill(edition.description, clinic),
            url=reverse("topics:page", args=[TopicKind.SPECIALTY, edition.slug]),
            request_url=request_url(edition.slug),
            closed=closed.get(edition.slug),
        )
        for edition in editions
    ]


def mentioned_by(edition: Edition, clinic: Clinic) -> list[MentionGroup]:
    """Live pages whose lists name this page's topic, grouped by kind, without those this page names itself.

    Read from the links written at publication. One query.
    """
    naming = EditionLink.objects.filter(topic_id=edition.topic_id, edition__live_topic__isnull=False)
    named_here = EditionLink.objects.filter(edition=edition)
    others = Edition.objects.filter(pk__in=naming.values("edition")).exclude(topic_id=edition.topic_id)
    others = others.exclude(topic__in=named_here.values("topic")).entries()
    found: dict[TopicKind, list[PageEntry]] = {}
    for other in others.order_by("name", "pk"):
        found.setdefault(TopicKind(other.kind), []).append(_entry(other, clinic))
    groups = (MentionGroup(kind.folder, _HEADINGS[kind], tuple(found.get(kind, ()))) for kind in TopicKind)
    return [group for group in groups if group.entries]


def search(words: str, clinic: Clinic) -> list[PageEntry]:
    """Live pages that have every word, or its beginning, in a name, another name, the headline or the one sentence.

    Pages found by their name come first. One more than MOST_FOUND at most; one query.
    Accents, case and punctuation do not matter.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    editions = Edition.objects.live().entries()
    for word in wanted:
        editions = editions.filter(search_text__contains=f" {word}")
    found = list(editions.order_by("name", "pk"))
    phrase = " ".join(wanted)
    found.sort(key=lambda edition: not any(fold(name).startswith(phrase) for name in _names(edition)))
    return [_entry(edition, clinic) for edition in found[: MOST_FOUND + 1]]


def _names(edition: Edition) -> list[str]:
    return [edition.name, edition.plain_name, *edition.other_names]


def _by_name(editions) -> list[Edition]:
    return sorted(editions, key=lambda edition: fold(edition.name))


def _entry(edition: Edition, clinic: Clinic, kind_label: str | None = None) -> PageEntry:
    kind = TopicKind(edition.kind)
    url = reverse("topics:page", args=[kind, edition.slug])
    label = str(kind.label) if kind_label is None else kind_label
    return PageEntry("", edition.name, url, fill(edition.description, clinic), label)


def _alias(edition: Edition, name: str) -> PageEntry:
    kind = TopicKind(edition.kind)
    url = reverse("topics:page", args=[kind.folder, edition.slug])
    return PageEntry("", name, url, "", str(kind.label), see=edition.name)


def _initial(name: str) -> str:
    folded = fold(name)
    return folded[0].upper() if folded and folded[0].isalpha() else "#"
