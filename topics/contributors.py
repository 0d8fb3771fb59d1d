"""Who cannot sign a page because words of it are theirs: derived from what is stored of every change."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from topics import authorship
from topics.authorship import Parts, Wording
from topics.compose import compose_unlinked
from topics.document import Document
from topics.models import Contribution, Edition, FormerAddress, Topic


def draft_contributors(topic: Topic) -> dict[int, list[str]]:
    """Who has a hand in what the draft says other than the last judged edition: titles of the parts, by key of user.

    An edition is judged if a clinician has signed it, or if it came with the portal.
    """
    return _contributors(topic, compose_unlinked(topic), judged_edition(topic))


def edition_contributors(edition: Edition) -> dict[int, list[str]]:
    """The same for a published edition, compared with the last judged one before it."""
    return _contributors(edition.topic, _by_number(edition.content), judged_edition(edition.topic, edition.number))


def own_words(titles: list[str]) -> str:
    """Why somebody with a hand in these parts cannot sign."""
    words = {"parts": ", ".join(f"“{title}”" for title in titles)}
    return _("Words of yours stand in %(parts)s, and nobody has signed them yet: somebody else has to.") % words


def judged_edition(topic: Topic, before: int | None = None) -> Edition | None:
    """The newest edition that is signed or came with the portal; of those with a smaller number than `before`."""
    editions = Edition.objects.filter(Q(sign_off__isnull=False) | Q(published_by__isnull=True, forced_reason=""))
    editions = editions.filter(topic=topic)
    if before is not None:
        editions = editions.filter(number__lt=before)
    return editions.order_by("-number").first()


def parts_of(edition: Edition | None) -> Parts:
    """The parts of an edition, to be compared with those of a draft; none without an edition."""
    return authorship.parts(_by_number(edition.content)) if edition else {}


def known_wordings(topic: Topic) -> list[Wording]:
    """What is stored about this topic."""
    rows = Contribution.objects.filter(topic=topic).values_list("part", "text", "by", "base")
    return [Wording(*row) for row in rows]


def _contributors(topic: Topic, document: Document, base: Edition | None) -> dict[int, list[str]]:
    known = known_wordings(topic)
    if not known:
        return {}
    found = authorship.contributors(authorship.parts(document), parts_of(base), base and base.pk, known)
    return {by: authorship.titles(names, document) for by, names in found.items()}


def _by_number(document: Document) -> Document:
    """The document with its lines leading to the keys of topics, as compose_unlinked has them."""
    wanted = {target for _kind, target in document.targets()}
    if not wanted:
        return document.without_links()
    drafts, live, former = Q(pk__in=[]), Q(pk__in=[]), Q(pk__in=[])
    for kind, slug in (target.split("/", 1) for target in wanted):
        drafts, live, former = (
            drafts | Q(kind=kind, slug=slug),
            live | Q(kind=kind, live_slug=slug),
            former | Q(kind=kind, slug=slug),
        )
    found = {f"{k}/{s}": pk for k, s, pk in FormerAddress.objects.filter(former).values_list("kind", "slug", "topic")}
    for pk, kind, slug, live_slug in Topic.objects.filter(drafts | live).values_list("pk", "kind", "slug", "live_slug"):
        found.setdefault(f"{kind}/{slug}", pk)
        if live_slug:
            found[f"{kind}/{live_slug}"] = pk

    def by_number(item):
        kind = item.target.split("/")[0]
        target = f"{kind}/#{found[item.target]}" if item.target in found else item.target
        return replace(item, target=target, link=None)

    return document.with_items(by_number)
