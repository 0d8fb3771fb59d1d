"""Two concepts turn out to be one: everything that named the first names the second from now on."""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.lib.locks import exclusive_lock
from portal.models import User
from topics.actions.contributing import contributing
from topics.actions.live_links import PLACES, keep_links_right
from topics.actions.move import move
from topics.actions.renaming import keep_name
from topics.actions.rereviewing import ask_again, names_of
from topics.actions.withdrawing import take_away
from topics.compose import compose
from topics.models import Edition, EditionLink, Item, NeedsChange, Practitioner, ReReview, Topic, Withdrawal
from topics.roles import roles_of
from topics.where_used import Uses, where_used
from topics.workflow import OFFERED, ActionRefused, State, Step, follow


class MergeRefused(ActionRefused):
    """The two cannot be merged; the message says why. `uses`: everything that names the first one."""

    def __init__(self, message: str, uses: Uses | None = None):
        self.uses = uses
        super().__init__(message)


def merge(*, topic: Topic, into: Topic, by: User, now: datetime) -> Topic:
    """Merges the concept into another of its kind, and gives that one.

    Lines of drafts lead to the other one; a signature over such a draft is left behind by its digest. Readers who come
    for the first are led to the second, live pages link straight to it, and each is looked at again. The names of the
    first become other names of the second. Both keep their history. There is no way back.

    Raises MergeRefused or StepNotAllowed; then nothing is stored.
    """
    with transaction.atomic():
        exclusive_lock(PLACES)
        _lock(topic, into)
        topic, into = _fresh(topic.pk), _fresh(into.pk)
        follow(Step.MERGE, State(topic.state), roles_of(by))
        uses = where_used(topic)
        _check(topic, into, uses)
        names = names_of(topic)
        ask_again(cause=topic, why=ReReview.Why.MERGED, now=now)
        _move_lines(topic, into, by, now)
        _move_practitioners(topic, into)
        _move_change_requests(topic, into)
        _take_in(topic, into, names, by, now)
        _close(topic, into, by, now)
        _move_live_links(topic, into)
        keep_links_right(into)
    return into


def _lock(topic: Topic, into: Topic) -> None:
    """Locks both, and every page whose draft names the first, in the order of their keys."""
    naming = Item.objects.filter(topic=topic.pk).values("section__topic")
    pages = Topic.objects.select_for_update().filter(Q(pk__in=[topic.pk, into.pk]) | Q(pk__in=naming))
    list(pages.order_by("pk").values_list("pk", flat=True))


def _fresh(pk: int) -> Topic:
    """As it stands now that it is locked."""
    return Topic.objects.filter(pk=pk)[0]


def _check(topic: Topic, into: Topic, uses: Uses) -> None:
    names = {"name": topic.name, "other": into.name}
    if topic.pk == into.pk:
        raise MergeRefused(_("A concept cannot be merged into itself."), uses)
    if topic.kind != into.kind:
        raise MergeRefused(_("“%(name)s” and “%(other)s” are of different kinds.") % names, uses)
    if into.state not in OFFERED:
        raise MergeRefused(_("“%(other)s” is retired or merged itself. Choose another one.") % names, uses)
    if topic.is_live and not into.is_live:
        raise MergeRefused(_("“%(other)s” is not live: readers of “%(name)s” would be led nowhere.") % names, uses)
    in_review = [page for page in uses.in_review if page.pk != into.pk]
    if into.state == State.IN_REVIEW:
        in_review.insert(0, into)
    if in_review:
        names["pages"] = ", ".join(f"“{page.name}”" for page in in_review)
        raise MergeRefused(
            _("In review now: %(pages)s. Their text would change under the reviewer’s eyes. Wait, or take them back.")
            % names,
            uses,
        )
    if uses.rooted:
        names["uses"] = ", ".join(use.name for use in uses.rooted)
        raise MergeRefused(_("“%(name)s” has what cannot move to another: %(uses)s.") % names, uses)


def _move_lines(topic: Topic, into: Topic, by: User, now: datetime) -> None:
    """Lines of drafts lead to the other concept; a line that would lead to its own page waits for a decision."""
    lines = Item.objects.filter(topic=topic)
    naming = list(lines.order_by("section__topic").values_list("section__topic", flat=True).distinct())
    with ExitStack() as pages:
        for pk in sorted({*naming, into.pk} - {topic.pk}):
            pages.enter_context(contributing(_fresh(pk), by, now))
        lines.filter(section__topic=into).update(topic=None)
        lines.update(topic=into)
    note = _("%(name)s → %(other)s") % {"name": topic.name, "other": into.name}
    for pk in naming:
        if pk not in (topic.pk, into.pk):
            page = _fresh(pk)
            move(topic=page, step=Step.RELINK, by=by, now=now, sha256=compose(page).sha256, note=note)


def _move_practitioners(topic: Topic, into: Topic) -> None:
    people = Practitioner.specialties.through.objects
    there = people.filter(topic=into).values_list("practitioner", flat=True)
    people.filter(topic=topic).exclude(practitioner__in=list(there)).update(topic=into)
    people.filter(topic=topic).delete()


def _move_change_requests(topic: Topic, into: Topic) -> None:
    """What should be changed on the one page should now be changed on the other."""
    there = set(NeedsChange.objects.still_open().filter(topic=into).values_list("by", "reason"))
    for pk, *said in NeedsChange.objects.still_open().filter(topic=topic).values_list("pk", "by", "reason"):
        if tuple(said) not in there:
            NeedsChange.objects.filter(pk=pk).update(topic=into)


def _take_in(topic: Topic, into: Topic, names: list[str], by: User, now: datetime) -> None:
    """The other concept is known by the names of this one: in its draft, and for search at once."""
    with contributing(into, by, now):
        keep_name(into, *names)
    found_by = Edition.objects.filter(live_topic=topic).values_list("search_text", flat=True).first()
    live = Edition.objects.filter(live_topic=into).values_list("pk", "search_text").first()
    if found_by and live:
        Edition.objects.filter(pk=live[0]).update(search_text=live[1] + found_by)
    digest = compose(into).sha256
    move(topic=into, step=Step.TAKE_IN, by=by, now=now, sha256=digest, note=topic.name, last_changed_by=by)


def _close(topic: Topic, into: Topic, by: User, now: datetime) -> None:
    changes: dict = {}
    if topic.is_live:
        reason = Withdrawal.Reason.MERGED
        _withdrawal, changes = take_away(topic, reason, by, now, redirect_to=into)
    edition, digest = topic.live_edition, compose(topic).sha256
    changes |= {"merged_into": into}
    move(topic=topic, step=Step.MERGE, by=by, now=now, sha256=digest, note=into.name, edition=edition, **changes)
    Topic.objects.filter(merged_into=topic).update(merged_into=into)


def _move_live_links(topic: Topic, into: Topic) -> None:
    """Which live pages name the concept is known of the other one now; "mentioned by" is read from these rows."""
    rows = EditionLink.objects.filter(topic=topic, edition__live_topic__isnull=False)
    named = set(EditionLink.objects.filter(topic=into, address="").values_list("edition", "section_kind"))
    twice = [row.pk for row in rows.filter(address="") if (row.edition_id, row.section_kind) in named]
    rows.filter(pk__in=twice).delete()
    rows.update(topic=into)
