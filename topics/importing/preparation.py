"""Which page a text from a file belongs to, what it would become there, and whether that is anything new."""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from topics import shipped, shipped_rules
from topics.checklists import every_checklist, sign_words
from topics.comparing.documents import compare
from topics.comparing.outcome import Comparison
from topics.compose import compose
from topics.document import Document
from topics.editing.names import Match, Names
from topics.importing.limits import FileRefused
from topics.importing.matching import WideNames
from topics.importing.planning import Plan, plan
from topics.importing.reading import IncomingText
from topics.models import ArticleImport, BodyRegion, Topic
from topics.warning_signs import ChecklistSign


@dataclass(frozen=True)
class PreparedImport:
    """A file, the page it is for (None: a new one), that page's draft today, and the plan.

    `similar`: for a new page, pages of its kind that are called much the same; perhaps it belongs into one of them.
    """

    arrived: IncomingText
    plan: Plan
    topic: Topic | None
    draft: Document | None
    nothing_new: bool = False
    similar: tuple[Match, ...] = ()

    def comparison(self, names: Names) -> Comparison | None:
        """What would change in the draft; None for a new page."""
        if self.draft is None:
            return None
        return compare(self.draft, with_links(self.plan.document, names), sign_words())


def prepare(
    arrived: IncomingText, kind: str, *, into: Topic | None = None, names: Names | None = None
) -> PreparedImport:
    """Reads what is known and plans; writes nothing. `kind` counts for texts that do not say it themselves.

    `into`: the page somebody chose; otherwise the one that this text, its title or its address belong to.
    """
    names = names or WideNames.load()
    regions = dict(BodyRegion.objects.order_by("name").values_list("slug", "name")) or shipped.regions()
    kind = arrived.document.kind if arrived.document else into.kind if into else kind
    if into and into.kind != kind:
        raise FileRefused(
            _("This file holds an article of another kind than “%(name)s”. Choose another page.") % {"name": into.name}
        )
    signs = every_checklist() or _shipped_signs()
    fresh = plan(arrived, kind, names, regions, signs=signs)
    topic = into or page_of(arrived, kind, fresh.document)
    if topic is None:
        return PreparedImport(arrived, fresh, None, None, similar=similar_pages(fresh.document, arrived.title, names))
    draft = compose(topic)
    planned = plan(arrived, kind, names, regions, existing=draft.without_links(), signs=signs)
    last = ArticleImport.objects.applied_to(topic).first()
    same_text = last is not None and last.sha256 == arrived.sha256
    return PreparedImport(arrived, planned, topic, draft, same_text or planned.document == draft.without_links())


def _shipped_signs() -> tuple[ChecklistSign, ...]:
    """What an empty portal gets with its first draft."""
    return tuple(
        ChecklistSign(flag.id, flag.region, flag.urgency, flag.sign, tuple(flag.said_as.split("\n")))
        for flag in shipped_rules.red_flags()
    )


def similar_pages(document: Document, title: str, names: Names) -> tuple[Match, ...]:
    """Pages of the same kind that are called much the same as this new one."""
    called = [*names.lookup(document.name), *names.lookup(title)]
    return tuple({match.target: match for match in called if match.kind == document.kind}.values())


def page_of(arrived: IncomingText, kind: str, document: Document) -> Topic | None:
    """The page a text belongs to: where the same text or one of this title went before, or the page of this address or
    headline. None if there is none, or more than one of this headline.
    """
    before = ArticleImport.objects.filter(kind=kind, topic__isnull=False, state=ArticleImport.State.APPLIED)
    for known in (Q(sha256=arrived.sha256), Q(title=arrived.title)):
        if found := before.filter(known).select_related("topic").order_by("-applied_at", "-pk").first():
            return found.topic
    pages = Topic.objects.filter(kind=kind).order_by("pk")
    if found := pages.filter(slug=document.slug).first():
        return found
    called = pages.filter(Q(title__iexact=arrived.title) | Q(name__iexact=document.name))[:2]
    return called[0] if len(called) == 1 else None


def with_links(document: Document, names: Names) -> Document:
    """The document as it would be composed: linked pages appear as they are live today."""

    def linked(item):
        known = names.at(item.target)
        return replace(item, link=known.link if known else None)

    return document.with_items(linked)
