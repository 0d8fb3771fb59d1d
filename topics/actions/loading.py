"""Brings the shipped pages and rules into the database, once, and leaves alone whatever staff have changed since."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from portal.lib.locks import exclusive_lock
from portal.lib.text import fold
from topics import shipped, shipped_rules
from topics.actions.drafting import write_draft
from topics.actions.live_links import PLACES
from topics.actions.publishing import publish
from topics.compose import compose, compose_unlinked
from topics.document import Document, Item
from topics.kinds import TopicKind
from topics.models import (
    BodyRegion,
    ConsentOrigin,
    FormerAddress,
    QuoteConsent,
    RedFlag,
    ShippedPage,
    Topic,
    WordRule,
)
from topics.wording import wording_digest
from topics.workflow import State


@dataclass
class Loaded:
    """What a run did: keys of pages made, renewed, and left alone because staff changed or removed them.

    `signed`: left alone because a clinician answers for the text that is live.
    """

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)


def load_shipped_pages(*, now: datetime, files: list[shipped.ShippedFile] | None = None) -> Loaded:
    """Makes the shipped pages that are not here yet, renews those whose file changed, and publishes both.

    A page is renewed while it says word for word what one of its shipped editions said. One that staff edited, signed,
    deleted or made themselves at the same address is left alone. Run twice, the second run writes nothing. All or
    nothing: if one file cannot be loaded, none is.
    """
    files = shipped.files() if files is None else files
    known = {page.key: page for page in ShippedPage.objects.select_related("topic__live_edition")}
    result = Loaded()
    work = [file for file in files if file.key not in known or known[file.key].file_sha256 != file.sha256]
    if not work:
        load_shipped_rules()  # portals that had the pages before there were rules
        load_quoted_people()
        return result
    with transaction.atomic():
        exclusive_lock(PLACES)
        load_rules()
        topics = _topics_to_write(work, known, result)
        for file, topic in topics:
            write_draft(topic=topic, document=file.document)
            values = {"file_sha256": file.sha256, "topic": topic}
            ShippedPage.objects.update_or_create(key=file.key, defaults=values)
        load_quoted_people()
        _publish_untouched(files, now)
    return result


def load_rules() -> None:
    """Body regions, their warning signs and the words to avoid, as shipped; what is there already is left alone."""
    with transaction.atomic():
        _load_regions()
        load_shipped_rules()


def _load_regions() -> None:
    known = set(BodyRegion.objects.values_list("slug", flat=True))
    for slug, name in shipped.regions().items():
        if slug not in known:
            BodyRegion.objects.create(slug=slug, name=name)


def load_shipped_rules() -> None:
    """Warning signs for each region that has none, active or not; the word list while it is empty."""
    with transaction.atomic():
        _load_red_flags()
        _load_words()


def _load_red_flags() -> None:
    known = list(RedFlag.objects.values_list("region__slug", "stable_id"))
    with_list, taken = {region for region, _id in known}, {stable_id for _region, stable_id in known}
    regions = {region.slug: region for region in BodyRegion.objects.all()}
    without_list = [flag for flag in shipped_rules.red_flags() if flag.region in regions.keys() - with_list]
    wanted = [flag for flag in without_list if flag.id not in taken]  # taken: moved to another region by a clinician
    RedFlag.objects.bulk_create(
        RedFlag(
            stable_id=flag.id,
            region=regions[flag.region],
            position=position,
            urgency=flag.urgency,
            sign=flag.sign,
            said_as=flag.said_as,
        )
        for position, flag in enumerate(wanted, start=1)
    )


def _load_words() -> None:
    if not WordRule.objects.exists():
        WordRule.objects.bulk_create(
            WordRule(phrase=word.phrase, kind=word.kind, instead=word.instead) for word in shipped_rules.words()
        )


def load_quoted_people() -> None:
    """Those whom the owner's text names, for the clinic to ask: where the page that quotes them came with the portal.

    Whoever is on file already, living or withdrawn, is left alone.
    """
    pages = set(ShippedPage.objects.filter(topic__isnull=False).values_list("key", flat=True))
    on_file = {fold(name) for name in QuoteConsent.objects.values_list("name", flat=True)}
    for person in shipped_rules.people():
        if person.page in pages and fold(person.name) not in on_file:
            values = {"name": person.name, "credentials": person.credentials, "origin": ConsentOrigin.OWNERS_TEXT}
            QuoteConsent.objects.create(**values)


def _topics_to_write(work, known, result):
    """Which topics may be written, with new ones made as empty rows first, so that pages can name each other."""
    topics = []
    for file in work:
        page = known.get(file.key)
        document = file.document
        taken = Q(slug=document.slug) | Q(live_slug=document.slug)
        if page is None and not (
            Topic.objects.filter(taken, kind=document.kind).exists()
            or FormerAddress.objects.filter(kind=document.kind, slug=document.slug).exists()
        ):
            topic = Topic.objects.create(kind=document.kind, slug=document.slug, name=document.name)
            topics.append((file, topic))
            result.made.append(file.key)
        elif page and page.topic and _untouched(page, file):
            if _is_signed(page):
                result.signed.append(file.key)
            else:
                topics.append((file, page.topic))
                result.renewed.append(file.key)
        else:
            result.left_alone.append(file.key)
    return topics


def _untouched(page: ShippedPage, file: shipped.ShippedFile) -> bool:
    """The draft says what an edition of this file said, nobody is working on it, and nobody withdrew the page."""
    if page.topic.state not in (State.DRAFT, State.LIVE):
        return False
    return wording_digest(_by_address(compose_unlinked(page.topic))) in {*file.editions, wording_digest(file.document)}


def _is_signed(page: ShippedPage) -> bool:
    """A clinician answers for what is live: a text that nobody has signed must not take its place."""
    live = page.topic.live_edition
    return live is not None and live.sign_off_id is not None


def _by_address(document: Document) -> Document:
    """The draft with its lines leading where the files say, whatever address those pages have today."""
    keys = {int(target.split("#")[1]) for _kind, target in document.targets()}
    addresses = {topic.pk: f"{topic.kind}/{topic.slug}" for topic in Topic.objects.filter(pk__in=keys)}
    for topic, key in ShippedPage.objects.filter(topic__in=keys).values_list("topic", "key"):
        folder, _, slug = key.partition("/")
        addresses[topic] = f"{TopicKind.of_folder(folder)}/{slug}"

    def shipped_address(item: Item) -> Item:
        return replace(item, target=addresses[int(item.target.split("#")[1])]) if item.target else item

    return document.with_items(shipped_address)


def _publish_untouched(files: list[shipped.ShippedFile], now: datetime) -> None:
    """Publishes every shipped page that staff have not touched and that would look different from its live edition."""
    by_key = {file.key: file for file in files}
    pages = ShippedPage.objects.filter(key__in=by_key, topic__isnull=False).select_related("topic__live_edition")
    untouched = [
        page.topic for page in pages.order_by("key") if _untouched(page, by_key[page.key]) and not _is_signed(page)
    ]
    for topic in untouched:
        live = topic.live_edition
        if live is None or live.content != compose(topic, going_live=untouched):
            publish(topic=topic, by=None, now=now, going_live=untouched, change_note="Shipped with the portal.")
