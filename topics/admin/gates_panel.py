"""The findings of the gates on a draft, as the pages of the admin list them."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from topics.compose import compose
from topics.contributors import draft_contributors, own_words
from topics.document import Document
from topics.editing.blocks import anchor
from topics.gates.finding import Finding
from topics.gates.labels import label
from topics.gates.run import findings
from topics.models import Topic
from topics.roles import roles_of
from topics.workflow import PageRole, Step

SHOWN_AT_ONCE = 3  # more are folded away on the editing page: there the text comes first
STEPS = (Step.SUBMIT, Step.SIGN_OFF, Step.PUBLISH, Step.FORCE_PUBLISH)


@dataclass(frozen=True)
class FindingRow:
    """A finding, the link to its place on the editing page, and to letting it pass (empty for who may not)."""

    finding: Finding
    place_url: str
    waive_url: str


@dataclass(frozen=True)
class FindingGroup:
    """Findings under one heading."""

    heading: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True)
class Panel:
    """Everything the list needs. `step`: the step the page is about, empty on the editing page."""

    groups: tuple[FindingGroup, ...]
    waived: tuple[FindingRow, ...]
    step: str
    unwaive_url: str
    own_words: str  # why this reviewer cannot let anything pass; empty if they can
    may_take_back: bool

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def folded(self) -> bool:
        return not self.step and self.count > SHOWN_AT_ONCE


def editing_panel(model_admin, request, topic: Topic, document: Document) -> Panel:
    """For the page on which the draft is written: everything that was found on it as it is stored."""
    return _panel(model_admin, request, topic, document, findings(topic, document), "")


def step_panel(model_admin, request, topic: Topic, step: Step) -> Panel | None:
    """For a step on the way to readers; None for the others. In an emergency only what stops even that is listed."""
    if step not in STEPS:
        return None
    document = compose(topic)
    found = findings(topic, document)
    if step == Step.FORCE_PUBLISH:
        found = [finding for finding in found if finding.stops_forced]
    return _panel(model_admin, request, topic, document, found, step.value)


def _panel(model_admin, request, topic, document, found: list[Finding], step: str) -> Panel:
    reviewer = PageRole.CLINICIAN in roles_of(request.user)
    own_titles = draft_contributors(topic).get(request.user.pk, []) if reviewer else []
    own_change = bool(own_titles)
    change_url, waive_url = model_admin.page_url("change", topic), model_admin.page_url("waive", topic)

    def row(finding: Finding) -> FindingRow:
        waive = finding.waivable and reviewer and not own_change
        question = urlencode({"code": finding.code, "key": finding.key})
        place = f"{change_url}#{anchor(document, finding.place)}"
        return FindingRow(finding, place, f"{waive_url}?{question}" if waive else "")

    rows = [row(finding) for finding in found]
    standing = [one for one in rows if one.finding.is_open]
    groups = groupby(standing, key=lambda one: label(one.finding.code))
    return Panel(
        groups=tuple(FindingGroup(heading, tuple(some)) for heading, some in groups),
        waived=tuple(one for one in rows if not one.finding.is_open),
        step=step,
        unwaive_url=model_admin.page_url("unwaive", topic),
        own_words=own_words(own_titles) if own_titles else "",
        may_take_back=reviewer,
    )
