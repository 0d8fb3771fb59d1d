"""The plan as a page: the same fields as when a draft is edited, with what is still unknown left open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from topics.editing.decisions import CREATE
from topics.editing.editor import DraftEditor
from topics.editing.layout import SECTIONS
from topics.editing.names import Names
from topics.importing.matching import LEADS_TO
from topics.importing.planning import UNRECOGNISED, Plan
from topics.kinds import SectionKind


class PlanEditor(DraftEditor):
    """A plan being decided on. Nothing here writes to the database."""

    def __init__(self, plan: Plan, data: Mapping[str, Any] | None = None, *, names: Names, regions=None, signs=None):
        self.before = plan
        super().__init__(plan.document.kind, plan.document, 0, data, names=names, regions=regions, signs=signs)
        if not self.bound:
            self._leave_open()

    def may_wait(self) -> bool:
        """Whether it can be kept for later: what a section is about may stay open, what is typed must not be wrong."""
        fields = {problem.field_id for problem in self.problems()}
        return fields <= {block.fields["kind"].id for block in self.groups[SECTIONS.name]}

    def plan(self) -> Plan:
        """What is decided so far."""
        document, open_kinds = self.document(), set()
        sections = []
        for section in document.sections:
            if section.kind not in SectionKind.values:
                open_kinds.add(section.id)
                section = replace(section, kind=UNRECOGNISED.value)
            items = tuple(replace(item, link=None) for item in section.items)
            sections.append(replace(section, items=items))
        document = replace(document, sections=tuple(sections))
        return replace(
            self.before, document=document, unrecognised=frozenset(open_kinds), creates=tuple(self.new_topics())
        )

    def offer_links(self) -> None:
        """As for the editing page; what fits the kind of section is offered first."""
        super().offer_links()
        for block in self.groups[SECTIONS.name]:
            kind = block.text("kind")
            expected = LEADS_TO.get(SectionKind(kind), ()) if kind in SectionKind.values else ()
            for line in block.lines:
                line.candidates.sort(key=lambda match: match.kind not in expected)

    def _leave_open(self) -> None:
        creates = {item: (kind, name) for kind, name, item in self.before.creates}
        for block in self.groups[SECTIONS.name]:
            if block.id in self.before.unrecognised:
                block.fields["kind"].value = ""
            for line in block.lines:
                if line.id in creates:
                    line.choice, (line.kind, line.name) = CREATE, creates[line.id]
