"""What the gates need to know besides the document: the clinic's rules, the topics and addresses it names. No ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from topics.document import Document
from topics.warning_signs import ChecklistSign


@dataclass(frozen=True, slots=True)
class AvoidedWord:
    """A line of the house word list."""

    phrase: str
    kind: str
    instead: str


class ConsentStatus(Enum):
    """Whether somebody agreed to be quoted."""

    GIVEN = "given"
    TO_CONFIRM = "to_confirm"  # named in the owner's text; nobody has asked them yet
    WITHDRAWN = "withdrawn"


class TargetStatus(Enum):
    """Whether readers can open the page of a topic."""

    LIVE = "live"
    UNPUBLISHED = "unpublished"  # nobody has seen it yet
    GONE = "gone"  # it was live once: withdrawn, merged or retired
    NOTICE = "notice"  # live, under a notice that it is out of date


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic that the page's lists name."""

    name: str
    plain_name: str
    standing: TargetStatus


@dataclass(frozen=True, slots=True)
class PortalAddress:
    """An address of this portal in the text: whether a page answers there, and which address it has today."""

    opens: bool
    today: str = ""


@dataclass(frozen=True)
class PageFacts:
    """Everything the gates need besides the document itself.

    regions: short name to name, those of the page. flags: active ones of these regions. sign_words: what
    each sign is called, those that are on no checklist any more included. targets: by "kind/slug". paths:
    each address of this portal in the text. consents: by folded name of a person.
    """

    regions: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[ChecklistSign, ...] = ()
    sign_words: Mapping[str, str] = field(default_factory=dict)
    words: tuple[AvoidedWord, ...] = ()
    targets: Mapping[str, NamedTopic] = field(default_factory=dict)
    paths: Mapping[str, PortalAddress] = field(default_factory=dict)
    consents: Mapping[str, ConsentStatus] = field(default_factory=dict)
    live: Document | None = None
    site: str = ""
