"""What each line of a list leads to: found by its name, chosen by the editor, or kept from before."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.lib.text import clean_line, longest_typed
from topics.document import Item
from topics.editing.lines import ALIKE, alike, same_but_for_added_words
from topics.editing.names import Match, Names
from topics.kinds import SectionKind, TopicKind
from topics.models import Item as ItemRow
from topics.models import Topic
from topics.placeholders import unknown

KEEP, OPEN, NAMED, CREATE, NONE, LINK = "keep", "open", "named", "create", "none", "link:"
LONGEST_REASON = ItemRow._meta.get_field("unlinked_reason").max_length
LONGEST_NAME = Topic._meta.get_field("name").max_length
_USUAL_KINDS = {SectionKind.WHO_TO_SEE: TopicKind.SPECIALTY, SectionKind.DIAGNOSIS: TopicKind.TEST}


@dataclass
class ListLine:
    """A line of a list with its decision as it shall be stored, and the choices as they stand on the page.

    `choice` is the radio button that is set; `name`, `kind` and `typed_reason` are what stands beside "another page",
    "create" and "no link because". `prefix` begins the names of its fields.
    """

    id: str
    label: str
    target: str = ""
    reason: str = ""
    choice: str = OPEN
    name: str = ""
    kind: str = TopicKind.CONDITION
    typed_reason: str = ""
    errors: list[str] = field(default_factory=list)
    leads_to: Match | None = None
    candidates: list[Match] = field(default_factory=list)
    prefix: str = ""

    @property
    def decided(self) -> bool:
        return bool(self.target or self.reason)

    @property
    def unfinished(self) -> bool:
        """Whether the choices should lie open: nothing decided yet, a choice to be carried out, or something wrong."""
        return not self.decided or bool(self.errors) or self.choice not in (KEEP, OPEN)

    @property
    def field_id(self) -> str:
        return f"id_{self.prefix}-choice"

    @property
    def to_create(self) -> str:
        """The name of the concept to create for this line; empty if none was asked for."""
        return (self.name or self.label) if self.choice == CREATE and not self.errors else ""

    def undecide(self) -> None:
        """Leaves open where the line leads."""
        self.target = self.reason = ""


def _typed(text: str, limit: int) -> str:
    """The cleaned text; what is too long to be cleaned comes back as it was typed and is refused by its length."""
    return clean_line(text) if len(text) <= longest_typed(limit) else text


def line_prefix(block_prefix: str, line_id: str) -> str:
    """How the names of the fields of a line begin."""
    return f"{block_prefix}-line-{line_id}"


def usual_kind(section_kind: str) -> str:
    """The kind of topic that lists of such a section mostly name."""
    return _USUAL_KINDS.get(section_kind, TopicKind.CONDITION).value


@dataclass(frozen=True)
class Decider:
    """Decides for lines, knowing the topics. `own` is the page itself; `stored` says where each line of its draft
    leads, by the id of the line."""

    names: Names
    own: str = ""
    stored: Mapping[str, str] = field(default_factory=dict)

    def decide_new(self, line: ListLine) -> None:
        """A line nobody has decided on: linked if it names exactly one known topic."""
        line.target = self.names.only(line.label, without=self.own)
        line.reason = ""

    def carry(self, line: ListLine, was: Item) -> None:
        """A line that was there before keeps its decision; reworded, only while the words still bear it out.

        A link stays if words were only added or taken away: a replaced word may name another disease. A reason stays
        as long as the line is still much the same.
        """
        target = self.known(was.target)
        if was.target and not target:  # the page behind it has moved to another address since
            target = self.stored.get(was.id, "")
        if line.label == was.label:
            line.target, line.reason = target, "" if target else was.reason
        elif named := self.names.only(line.label, without=self.own):
            line.target, line.reason = named, ""
        elif target and same_but_for_added_words(was.label, line.label):
            line.target, line.reason = target, ""
        elif was.reason and alike(was.label, line.label) >= ALIKE:
            line.target, line.reason = "", was.reason
        else:
            line.undecide()

    def apply_choice(self, line: ListLine, was: Item, data: Mapping[str, str], posted_prefix: str) -> None:
        """What the editor chose beside the line. Text typed beside a choice counts without its radio button, too."""
        self.carry(line, was)
        usual = KEEP if was.target or was.reason else OPEN
        line.choice = data.get(f"{posted_prefix}-choice") or usual
        line.name = _typed(data.get(f"{posted_prefix}-name", ""), LONGEST_NAME)
        line.kind = data.get(f"{posted_prefix}-kind") or line.kind
        line.typed_reason = _typed(data.get(f"{posted_prefix}-reason", was.reason), LONGEST_REASON)
        if line.choice == usual:
            self._take_typed(line, was)
        if line.choice == OPEN:
            if usual == KEEP:
                line.undecide()
        elif line.choice == NAMED:
            self._named(line)
        elif line.choice == NONE:
            self._no_link(line)
        elif line.choice == CREATE:
            self._create(line)
        elif line.choice.startswith(LINK):
            self._link(line, line.choice.removeprefix(LINK))
        elif line.choice != KEEP:
            line.choice = usual
        if line.choice != CREATE and not line.errors:
            line.name = ""
            self.reset_choices(line)

    def reset_choices(self, line: ListLine) -> None:
        """Sets the choices on the page to what is decided."""
        line.choice = KEEP if line.decided else OPEN
        line.typed_reason = line.reason

    def known(self, target: str) -> str:
        """The target as it is called today; empty if there is no such topic."""
        one = self.names.at(target)
        return one.target if one else target if target in self.stored.values() else ""

    def offer(self, line: ListLine) -> None:
        """Adds what the page shows beside the line: where it leads, or what it may mean."""
        if line.target:
            one = self.names.at(line.target)
            kind, slug = line.target.split("/", 1)
            line.leads_to = Match(kind, slug, one.name if one else slug, "")
        if line.unfinished:
            line.candidates = [
                match for match in self.names.lookup(line.label, without=self.own) if match.target != line.target
            ]

    def _take_typed(self, line: ListLine, was: Item) -> None:
        if line.name:
            line.choice = NAMED
        elif line.typed_reason != was.reason:
            line.choice = NONE if line.typed_reason else OPEN
            if not line.typed_reason:
                line.undecide()

    def _named(self, line: ListLine) -> None:
        matches = self.names.called(line.name, without=self.own)
        if len(matches) == 1:
            line.target, line.reason = matches[0].target, ""
        elif matches:
            kinds = ", ".join(f"“{match.name} ({match.kind_label})”" for match in matches)
            line.errors.append(_("More than one page is called so. Type one of these: %(kinds)s.") % {"kinds": kinds})
        elif line.name:
            line.errors.append(
                _("No page is called “%(name)s”. Choose a name from the list, or create the concept.")
                % {"name": line.name}
            )
        else:
            line.errors.append(_("Type the name of the page this line leads to."))

    def _no_link(self, line: ListLine) -> None:
        if not line.typed_reason:
            line.errors.append(_("Say in a few words why this line has no link."))
        elif len(line.typed_reason) > LONGEST_REASON:
            line.errors.append(_("At most %(limit)s characters, please.") % {"limit": LONGEST_REASON})
        elif wrong := unknown(line.typed_reason):
            line.errors.append(_("{%(wrong)s} is not known.") % {"wrong": wrong[0]})
        else:
            line.target, line.reason = "", line.typed_reason

    def _create(self, line: ListLine) -> None:
        name = line.name or line.label
        alike_named = [match for match in self.names.called(name, without=self.own) if match.kind == line.kind]
        if line.kind not in TopicKind.values:
            line.errors.append(_("Choose what kind of concept it is."))
        elif len(name) > LONGEST_NAME:
            words = {"limit": LONGEST_NAME, "length": len(name)}
            message = _(
                "The name of a concept has at most %(limit)s characters; this has %(length)s. Type a shorter one."
            )
            line.errors.append(message % words)
        elif len(alike_named) == 1:
            line.choice = KEEP  # it is there already: two of one name would only mislead
            line.target, line.reason = alike_named[0].target, ""
        else:
            line.undecide()

    def _link(self, line: ListLine, target: str) -> None:
        if known := self.known(target):
            line.target, line.reason = known, ""
        else:
            line.errors.append(_("This page is no longer there. Choose another one."))
