"""Records where the links of live pages lead today after a page moved, went or came back; documents stay unchanged."""

from collections.abc import Collection

from django.db.models import Q

from topics.addresses import linked_in_texts
from topics.live_addresses import LiveAddresses
from topics.models import Edition, EditionLink, Topic
from topics.where_used import editions_with_text

# Held alone by whoever changes where pages are found or what may be linked to, and together by whoever saves drafts.
# It is taken first; rows are locked after it: topics by their keys, then editions by theirs.
PLACES = "places of topics"


def keep_links_right(topic: Topic, *, besides: Collection[str] = ()) -> None:
    """Writes down, for each live page that links to the topic or to one that leads to it, where that leads today.

    `besides`: addresses, kind/slug, whose links in texts stay as they are: they were written for another page.
    To be called after every change of where readers find a page, in the same transaction, with PLACES held.
    """
    live_addresses = LiveAddresses()
    topics = live_addresses.leading_to(topic.pk)
    wanted: dict[int, dict[str, int | None]] = {}
    links = EditionLink.objects.filter(topic__in=topics, edition__live_topic__isnull=False).exclude(address="")
    for edition, address, named in links.values_list("edition", "address", "topic"):
        wanted.setdefault(edition, {})[address] = live_addresses.successor_of(named)
    known = live_addresses.addresses_of(topics) - set(besides)
    with_text = editions_with_text(known)
    editions = Edition.objects.select_for_update().filter(Q(pk__in=list(wanted)) | Q(pk__in=list(with_text)))
    changed = []
    for edition in editions.order_by("pk"):
        ends = wanted.get(edition.pk, {})
        if edition.pk in with_text:
            written = linked_in_texts(edition.content) & known
            topic_at, successor_of = live_addresses.topic_at, live_addresses.successor_of
            ends = {address: successor_of(topic_at(address)) for address in written} | ends
        today = {
            address: "" if end == edition.topic_id else live_addresses.address_of(end) for address, end in ends.items()
        }
        kept = {address: place for address, place in edition.link_overrides.items() if address not in today}
        overrides = kept | {address: place for address, place in today.items() if place != address}
        if overrides != edition.link_overrides:
            edition.link_overrides = overrides
            changed.append(edition)
    Edition.objects.bulk_update(changed, ["link_overrides"])
