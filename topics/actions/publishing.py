"""A draft goes live: its document is written down as an edition, and readers see it from then on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.locks import exclusive_lock
from portal.lib.text import fold
from portal.models import User
from topics.actions.contributing import count_again
from topics.actions.live_links import PLACES, keep_links_right
from topics.actions.move import move
from topics.actions.rereviewing import ask_again, settle_by_publishing
from topics.checklists import checklist
from topics.compose import compose
from topics.document import Document
from topics.gates.finding import Finding
from topics.gates.run import findings
from topics.live_addresses import former_owner
from topics.models import Edition, EditionLink, FormerAddress, Item, ReReview, Significance, SignOff, Topic
from topics.warning_signs import to_confirm
from topics.workflow import ActionRefused, Step


class PublishingRefused(ActionRefused):
    """The draft cannot go live; the message says why in words an editor understands."""


class NothingChanged(PublishingRefused):
    """The live edition says exactly the same."""


class AddressTaken(PublishingRefused):
    """Another live page answers at this address."""


class NotSigned(PublishingRefused):
    """No clinician has signed exactly this text."""


class SignsSaidOtherwise(PublishingRefused):
    """The checklist says a sign otherwise than when the reviewer confirmed that the page warns of it."""


class NoReason(PublishingRefused):
    """Something has to be said first: what changed, or why there is no sign-off."""


class GatesClosed(PublishingRefused):
    """Something on the page is not right yet. `findings` are those that stop it: neither mended nor waived."""

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        count = len(findings)
        sentence = ngettext(
            "One thing has to be mended or waived before this page can go live.",
            "%(count)s things have to be mended or waived before this page can go live.",
            count,
        )
        super().__init__(sentence % {"count": count})


def publish(
    *,
    topic: Topic,
    by: User | None,
    now: datetime,
    change_note: str = "",
    significance: str = Significance.MINOR,
    going_live: Iterable[Topic] = (),
    take_over: bool = False,
) -> Edition:
    """Makes the signed draft the live edition and gives it. `by` None: shipped with the portal, never signed or gated.

    `take_over`: also at an address that another page had once; whoever comes for that one is led there no longer.
    Raises NotSigned, GatesClosed, SignsSaidOtherwise, NothingChanged, AddressTaken, NoReason, StepNotAllowed; then
    nothing is written. Two people publishing one topic: one edition; the second is refused.
    """
    if significance == Significance.MAJOR and not change_note.strip():
        raise NoReason(_("Say what has changed: readers are told."))
    with transaction.atomic():
        exclusive_lock(PLACES)
        topic, document = _locked(topic, going_live, take_over)
        sign_off = None
        if by is not None:
            sign_off = SignOff.objects.filter(topic=topic, sha256=document.sha256).order_by("-signed_at").first()
        _refuse_nothing_new(topic, document, sign_off)
        if by is not None and sign_off is None:
            raise NotSigned(
                _("No clinician has signed exactly this text. Submit it for review; linked pages count, too.")
            )
        if by is not None:
            _refuse_closed_gates(topic, document)
            _refuse_unconfirmed(document, sign_off)
        values = {"change_note": change_note.strip(), "significance": significance, "sign_off": sign_off}
        return _go_live(topic, document, Step.PUBLISH, by, now, values)


def force_publish(*, topic: Topic, by: User, now: datetime, reason: str, take_over: bool = False) -> Edition:
    """Publishes without a sign-off because it cannot wait. Administrators only; flagged until a clinician signs.

    Of the gates only those hold it up that keep readers from harm: a missing warning sign, a link or a form that leads
    nowhere. `take_over`: as for publish. Raises NoReason, GatesClosed, NothingChanged, AddressTaken, StepNotAllowed.
    """
    if not reason.strip():
        raise NoReason(_("Say why this cannot wait for a sign-off."))
    with transaction.atomic():
        exclusive_lock(PLACES)
        topic, document = _locked(topic, (), take_over)
        _refuse_nothing_new(topic, document, None)
        _refuse_closed_gates(topic, document, forced=True)
        values = {"forced_reason": reason.strip()}
        return _go_live(topic, document, Step.FORCE_PUBLISH, by, now, values, note=reason.strip())


def _locked(topic: Topic, going_live: Iterable[Topic], take_over: bool) -> tuple[Topic, Document]:
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    document = compose(topic, going_live=going_live)
    if Topic.objects.at(topic.kind, document.slug).exclude(pk=topic.pk).exists():
        raise AddressTaken(
            _("Another live page answers at “%(slug)s”. Give this one another address.") % {"slug": document.slug}
        )
    former = former_owner(topic.kind, document.slug, topic.pk)
    if former and not take_over:
        how = _("Choose another address, or say that this page is to have it.")
        raise AddressTaken(f"{former.sentence} {how}")
    return topic, document


def _refuse_nothing_new(topic: Topic, document: Document, sign_off: SignOff | None) -> None:
    """Neither another word nor a newer signature: readers would see no difference."""
    live = topic.live_edition
    if live is None or topic.notice_id or live.sha256 != document.sha256:
        return
    if sign_off is None or sign_off.pk == live.sign_off_id:
        raise NothingChanged(_("“%(name)s” is live already, word for word.") % {"name": topic.name})


def _refuse_closed_gates(topic: Topic, document: Document, *, forced: bool = False) -> None:
    """Asked inside the transaction, of the locked row: what the page showed a minute ago does not count."""
    closed = [found for found in findings(topic, document) if found.is_open and (found.stops_forced or not forced)]
    if closed:
        raise GatesClosed(closed)


def _refuse_unconfirmed(document: Document, sign_off: SignOff) -> None:
    """The signature is over the text; what the checklist says may have changed since."""
    asked = to_confirm(document, checklist(document.body_regions))
    if changed := [warning.sign.sign for warning in asked if warning.token not in sign_off.confirmed]:
        raise SignsSaidOtherwise(
            _("The checklist has changed since this was signed: %(signs)s. Submit the page again.")
            % {"signs": ", ".join(f"“{sign}”" for sign in changed)}
        )


def _go_live(topic, document, step, by, now, values, note="") -> Edition:
    last = topic.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        topic=topic,
        number=last + 1,
        document=document.to_json(),
        sha256=document.sha256,
        published_at=now,
        published_by=by,
        kind=document.kind,
        slug=document.slug,
        name=document.name,
        plain_name=document.plain_name,
        description=document.description,
        other_names=list(document.other_names),
        search_text=_search_text(document),
        **values,
    )
    _write_links(edition)
    taken_over = _addresses_of_others(topic, document.slug)
    moved = _keep_addresses(topic, document.slug)
    move(
        topic=topic,
        step=step,
        by=by,
        now=now,
        sha256=document.sha256,
        note=note or edition.change_note,
        edition=edition,
        live_edition=edition,
        live_slug=edition.slug,
        notice=None,
    )
    count_again(topic)
    if moved:
        keep_links_right(topic, besides=taken_over)
    if edition.significance == Significance.MAJOR:
        ask_again(cause=topic, why=ReReview.Why.CHANGED, now=now, edition=edition)
    settle_by_publishing(page=topic, edition=edition, by=by, now=now)
    return edition


def _addresses_of_others(topic: Topic, slug: str) -> set[str]:
    """The address, kind/slug, if another page had it once: links written to that one go on leading to it."""
    former = FormerAddress.objects.filter(kind=topic.kind, slug=slug).exclude(topic=topic)
    return {f"{topic.kind}/{slug}"} if former.exists() else set()


def _keep_addresses(topic: Topic, slug: str) -> bool:
    """The address readers had leads to the new one; an address that is taken again is a former one no more.

    True if readers knew the page elsewhere, or not at all of late.
    """
    moved = topic.live_slug != slug and (topic.live_slug or FormerAddress.objects.filter(topic=topic).exists())
    FormerAddress.objects.filter(kind=topic.kind, slug=slug).delete()
    if topic.live_slug and topic.live_slug != slug:
        FormerAddress.objects.get_or_create(kind=topic.kind, slug=topic.live_slug, defaults={"topic": topic})
    return bool(moved)


def _search_text(document: Document) -> str:
    """Names first, each word with a blank before it, so that a search for the start of a word finds it."""
    parts = (document.name, document.plain_name, *document.other_names, document.title, document.description)
    return " " + " ".join(fold(part) for part in parts if part)


def _write_links(edition: Edition) -> None:
    rows = Item.objects.filter(section__topic=edition.topic, topic__isnull=False)
    named = {(part, line): topic for part, line, topic in rows.values_list("section__stable_id", "stable_id", "topic")}
    found = {
        (section.kind, named[section.id, item.id], f"{item.link.kind}/{item.link.slug}" if item.link else "")
        for section in edition.content.sections
        for item in section.items
        if (section.id, item.id) in named
    }
    EditionLink.objects.bulk_create(
        EditionLink(edition=edition, section_kind=kind, topic_id=topic, address=address)
        for kind, topic, address in sorted(found)
    )
