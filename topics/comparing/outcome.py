"""What a comparison found, as one value: every part of the page once, with what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from topics.comparing.parts import CardChange, ChangedField, Listing, PartChange, Run, SectionChange, SourceChange, runs
from topics.document import Document


@dataclass(frozen=True)
class Comparison:
    """All that differs between two documents. `before` None: the page is new, and everything was added."""

    before: Document | None
    after: Document
    fields: tuple[ChangedField, ...]  # the page's own texts that changed
    listings: tuple[Listing, ...]  # its other names, regions and codes, where they changed
    cards: tuple[CardChange, ...]
    sections: tuple[SectionChange, ...]
    sources: tuple[SourceChange, ...]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @cached_property
    def is_empty(self) -> bool:
        """Whether the two documents are the same to the last character; then so are their digests."""
        return not (self.is_new or self.changes_the_page) and not _changed((*self.cards, *self.sections, *self.sources))

    @property
    def changes_the_page(self) -> int:
        """How many of the page's own texts and lists changed."""
        return len(self.fields) + len(self.listings)

    @cached_property
    def changes(self) -> int:
        """How many things changed, all in all. A part that came, went or moved is one, however much it holds."""
        parts = (*self.cards, *self.sections, *self.sources)
        return self.changes_the_page + sum(part.changes for part in parts)

    @property
    def changed_sections(self) -> list[PartChange]:
        return _changed(self.sections)

    @property
    def unchanged_sections(self) -> list[PartChange]:
        return [section for section in self.sections if section.is_unchanged]

    @property
    def has_changed_cards(self) -> bool:
        return bool(_changed(self.cards))

    @property
    def has_changed_sources(self) -> bool:
        return bool(_changed(self.sources))

    @property
    def card_runs(self) -> list[Run]:
        return runs(self.cards)

    @property
    def section_runs(self) -> list[Run]:
        return runs(self.sections)

    @property
    def source_runs(self) -> list[Run]:
        return runs(self.sources)

    @property
    def in_short(self) -> str:
        """How much changed, and where: “3 changes in 2 sections”."""
        if self.is_new:
            return _("A new page")
        if self.is_empty:
            return _("No changes")
        return ", ".join(self._counts())

    def _counts(self) -> Iterable[str]:
        if n := self.changes_the_page:
            yield ngettext("%(n)d change to the page itself", "%(n)d changes to the page itself", n) % {"n": n}
        if n := sum(card.changes for card in self.cards):
            yield ngettext("%(n)d change to the care cards", "%(n)d changes to the care cards", n) % {"n": n}
        if places := len(self.changed_sections):
            n = sum(section.changes for section in self.sections)
            changes = ngettext("%(n)d change", "%(n)d changes", n) % {"n": n}
            sections = ngettext("%(n)d section", "%(n)d sections", places) % {"n": places}
            yield _("%(changes)s in %(sections)s") % {"changes": changes, "sections": sections}
        if n := sum(source.changes for source in self.sources):
            yield ngettext("%(n)d change to the sources", "%(n)d changes to the sources", n) % {"n": n}


def _changed(parts: Iterable[PartChange]) -> list[PartChange]:
    return [part for part in parts if not part.is_unchanged]
