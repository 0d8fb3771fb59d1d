"""The lists on the admin's first page: pages that wait for somebody, are due for review, or are live with a fault.

Each list is one query for its first pages and its length together, however many articles there are. What a list needs
from another long table is looked up by key for each page, never joined (see TopicQuerySet).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.models import User
from topics.models import Edition, Item, NeedsChange, QuoteConsent, ReReview, Section, Topic, Waiver
from topics.roles import roles_of
from topics.workflow import OFFERED, PageRole, State

LONGEST = 20
SAMPLES = "samples"  # a list of its own, of which the first page shows the length only
SOON = timedelta(days=60)  # before a page is due for review, so that it is not late
MODEL_NAMES = {"symptom": "symptom", "condition": "condition", "test": "medicaltest", "specialty": "specialty"}
_EVERYBODY = frozenset({PageRole.EDITOR, PageRole.CLINICIAN, PageRole.ADMIN})
_REVIEWERS, _WRITERS = frozenset({PageRole.CLINICIAN}), frozenset({PageRole.EDITOR, PageRole.ADMIN})


@dataclass(frozen=True)
class WorkItem:
    """One page on a list: its name, where to go on with it, and what to know about it."""

    name: str
    url: str
    detail: str


@dataclass(frozen=True)
class WorkList:
    """A list with its heading: the first pages, how many there are, and where all are. `alarming` ones stand out."""

    heading: str
    pages: tuple[WorkItem, ...]
    total: int
    all_url: str
    alarming: bool = False


@dataclass(frozen=True)
class _Spec:
    """How a list is made: which of the model's rows in which order, and what is shown of each."""

    heading: str | Promise
    rows: Callable[[QuerySet, User, date], QuerySet]
    shown: Callable[[object], WorkItem]
    roles: frozenset[PageRole] = _EVERYBODY
    alarming: bool = False
    model: type[Model] = Topic
    person: str | None = None  # whose name is shown: a foreign key to somebody on staff, of whom there are few

    @property
    def changelist(self) -> str:
        """The name of the admin's list of these rows."""
        return f"admin:topics_{self.model._meta.model_name}_changelist"

    def all_for(self, user: User, today: date) -> QuerySet:
        rows = self.rows(self.model.objects.all(), user, today)
        return rows.select_related(self.person) if self.person else rows


def admin_url(topic: Topic, page: str = "change") -> str:
    """Where the draft of this topic is edited, or another page about it."""
    return reverse(f"admin:topics_{MODEL_NAMES[topic.kind]}_{page}", args=[topic.pk])


def workboard(user: User, today: date) -> list[WorkList]:
    """The lists for somebody in these roles, the most pressing first; empty ones are left out."""
    held = roles_of(user)
    made = (_made(code, spec, user, today) for code, spec in LISTS.items() if held & spec.roles)
    return [found for found in made if found.total]


def topics_on(code: str, topics: QuerySet, user: User, today: date) -> QuerySet | None:
    """Which of these topics are on one of the lists of pages; None if there is no such list."""
    if code == SAMPLES:
        return samples(topics, user, today)
    spec = LISTS.get(code)
    return spec.rows(topics, user, today) if spec and spec.model is Topic else None


def _made(code: str, spec: _Spec, user: User, today: date) -> WorkList:
    rows = list(spec.all_for(user, today).annotate(total=Window(Count("pk")))[:LONGEST])
    query = f"?work={code}" if spec.model is Topic else ""
    return WorkList(
        str(spec.heading),
        tuple(map(spec.shown, rows)),
        rows[0].total if rows else 0,
        reverse(spec.changelist) + query,
        spec.alarming,
    )


# --- which pages -----------------------------------------------------------------------------------------------------


def unsigned(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Published in an emergency, and still without a clinician's name under them; the longest so first."""
    published = Edition.objects.filter(pk=OuterRef("live_edition")).values("published_at")
    forced = topics.with_unsigned_because().filter(live_edition__isnull=False, unsigned_because__gt="")
    return forced.annotate(published_at=Subquery(published)).order_by("published_at", "pk")


def samples(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Live pages that came with the portal and have no clinician's name under them."""
    shipped = topics.with_unsigned_because().filter(live_edition__isnull=False, unsigned_because="")
    return shipped.order_by("kind", "name", "pk")


def for_review(topics: QuerySet, user: User, today: date) -> QuerySet:
    """In review, without unsigned words of this person, who could not sign them."""
    own = Topic.contributors.through.objects.filter(topic=OuterRef("pk"), user=user)
    waiting = topics.filter(~Exists(own), state=State.IN_REVIEW)
    return waiting.order_by("changed_at", "pk")


def sent_back(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Came back with a request for changes, to this person or to nobody who is still here."""
    theirs = Q(owner=user) | Q(last_changed_by=user) | Q(owner__isnull=True) | Q(owner__is_active=False)
    back = topics.filter(theirs, state=State.CHANGES_REQUESTED)
    return back.order_by("changed_at", "pk")


def ready(topics: QuerySet, user: User, today: date) -> QuerySet:
    return topics.filter(state=State.SIGNED_OFF).order_by("changed_at", "pk")


def own_drafts(topics: QuerySet, user: User, today: date) -> QuerySet:
    return topics.filter(owner=user, state=State.DRAFT).order_by("-changed_at", "-pk")


def overdue(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Live pages whose next review, counted from the last one by a clinician, should have been before today."""
    late = topics.with_due_on().filter(live_edition__isnull=False, due_on__lt=today)
    return late.order_by("due_on", "pk")


def due_soon(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Live pages whose next review is today or in the 60 days (`SOON`) after it."""
    soon = topics.with_due_on().filter(live_edition__isnull=False, due_on__range=(today, today + SOON))
    return soon.order_by("due_on", "pk")


def undecided(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Drafts with lines that neither lead anywhere nor say why not, those with the most first."""
    lines = Item.objects.filter(section=OuterRef("pk"), topic__isnull=True, unlinked_reason="")
    in_section = Subquery(lines.order_by().values("section").annotate(n=Count("pk")).values("n"))
    sections = Section.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    on_page = sections.annotate(n=Sum(in_section)).values("n")
    pages = topics.annotate(lines=Subquery(on_page)).filter(state__in=OFFERED, lines__gt=0)
    return pages.order_by("-lines", "name", "pk")


def waived(topics: QuerySet, user: User, today: date) -> QuerySet:
    """Pages of which a reviewer let something pass that a gate would stop, those with the latest first."""
    living = Waiver.objects.living().filter(topic=OuterRef("pk")).order_by("-at", "-pk")
    counted = living.order_by().values("topic").annotate(n=Count("pk")).values("n")
    latest = {"reason": Subquery(living.values("reason")[:1]), "let_pass_at": Subquery(living.values("at")[:1])}
    pages = topics.annotate(passed=Subquery(counted), **latest).filter(passed__gt=0)
    return pages.order_by("-let_pass_at", "pk")


def to_change(rows: QuerySet, user: User, today: date) -> QuerySet:
    return rows.still_open().with_page_name().order_by("at", "pk")


def to_look_at_again(rows: QuerySet, user: User, today: date) -> QuerySet:
    """Live pages that name a concept which has changed since a clinician read them."""
    return rows.still_open().of_live_pages().with_names().order_by("at", "pk")


def to_confirm(rows: QuerySet, user: User, today: date) -> QuerySet:
    """People whose words stand on our pages although nobody has asked them yet."""
    return rows.to_confirm().order_by("name", "pk")


# --- what is shown of each -------------------------------------------------------------------------------------------


def _page(detail: Callable[[Topic], str]) -> Callable[[Topic], WorkItem]:
    return lambda topic: WorkItem(topic.name, admin_url(topic), detail(topic))


def _changed_by(topic: Topic) -> str:
    return str(topic.last_changed_by or "")


def _due(topic: Topic) -> str:
    return _("due on %(day)s") % {"day": date_format(topic.due_on)}


def _undecided(topic: Topic) -> str:
    words = ngettext("%(count)s line to decide", "%(count)s lines to decide", topic.lines) % {"count": topic.lines}
    return _("%(lines)s, and readers see the page") % {"lines": words} if topic.is_live else words


def _let_pass(topic: Topic) -> str:
    said = {"reason": topic.reason, "count": topic.passed - 1}
    return _("“%(reason)s” and %(count)s more") % said if topic.passed > 1 else f"“{topic.reason}”"


def _change_request(row: NeedsChange) -> WorkItem:
    said = {"reason": row.reason, "who": row.by, "day": date_format(row.at.date())}
    url = reverse("admin:topics_needschange_settle", args=[row.pk])
    return WorkItem(row.page_name, url, _("“%(reason)s” (%(who)s, %(day)s)") % said)


def _person_to_ask(row: QuoteConsent) -> WorkItem:
    url = reverse("admin:topics_quoteconsent_change", args=[row.pk])
    return WorkItem(
        row.name, url, _("Ask for consent in writing, or replace their words: readers are told it is a sample.")
    )


def _to_look_at(row: ReReview) -> WorkItem:
    url = reverse("admin:topics_rereview_look", args=[row.pk])
    said = {"name": row.cause_name, "why": row.get_why_display(), "places": _first_of(row.passages)}
    return WorkItem(row.page_name, url, _("“%(name)s” %(why)s: %(places)s") % said)


def _first_of(passages: Iterable[dict]) -> str:
    first, *more = [f"“{passage['text']}”" for passage in passages] or [""]
    return _("%(first)s and %(count)s more") % {"first": first, "count": len(more)} if more else first


LISTS = {
    "unsigned": _Spec(
        gettext_lazy("Live without a clinician’s signature"),
        unsigned,
        _page(lambda topic: topic.unsigned_because),
        alarming=True,
    ),
    "change_requests": _Spec(
        gettext_lazy("Needs changing"), to_change, _change_request, model=NeedsChange, person="by"
    ),
    "review": _Spec(
        gettext_lazy("Waiting for review"), for_review, _page(_changed_by), _REVIEWERS, person="last_changed_by"
    ),
    "back": _Spec(gettext_lazy("Sent back to you"), sent_back, _page(_changed_by), _WRITERS, person="last_changed_by"),
    "ready": _Spec(
        gettext_lazy("Signed off, ready to publish"), ready, _page(_changed_by), _WRITERS, person="last_changed_by"
    ),
    "consents": _Spec(
        gettext_lazy("People we quote without their consent"),
        to_confirm,
        _person_to_ask,
        model=QuoteConsent,
        alarming=True,
    ),
    "again": _Spec(gettext_lazy("To look at again"), to_look_at_again, _to_look_at, model=ReReview),
    "overdue": _Spec(gettext_lazy("Overdue for review"), overdue, _page(_due)),
    "soon": _Spec(gettext_lazy("Soon due for review"), due_soon, _page(_due)),
    "drafts": _Spec(gettext_lazy("Drafts you look after"), own_drafts, _page(lambda topic: "")),
    "waived": _Spec(gettext_lazy("Let pass by a reviewer"), waived, _page(_let_pass)),
    "undecided": _Spec(gettext_lazy("Lines to decide on"), undecided, _page(_undecided), _WRITERS),
}
