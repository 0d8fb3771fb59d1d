"""Which live page stands for a topic or an address today, if any: its own, or the one readers are led to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from topics.models import FormerAddress, Topic, Withdrawal
from topics.models.topic import slug_validator

FARTHEST = 20  # pages from one to the next; only a circle is longer


def last_withdrawal(topic: Topic) -> Withdrawal | None:
    """How the page was withdrawn the last time."""
    taken = Withdrawal.objects.filter(topic=topic).select_related("redirect_to")
    return taken.order_by("-at", "-pk").first()


def successor_of(topic: Topic) -> Topic:
    """The topic whose page readers of this one are led to: itself if it is live, else the last one led to.

    That one need not be live: then readers are told what became of the page. Reads a row or two for each step.
    """
    seen = set()
    while not topic.is_live and topic.pk not in seen and len(seen) < FARTHEST:
        seen.add(topic.pk)
        withdrawal = None if topic.merged_into_id else last_withdrawal(topic)
        onwards = topic.merged_into if topic.merged_into_id else withdrawal and withdrawal.redirect_to
        if onwards is None:
            break
        topic = onwards
    return topic


@dataclass(frozen=True)
class FormerOwner:
    """The page that had an address once. `leads_to`: the address readers of it are led to today; "" if they are told
    that the page is gone."""

    name: str
    slug: str
    leads_to: str

    @property
    def sentence(self) -> str:
        """What the address was, and what it does today."""
        was = _("“%(slug)s” was the address of “%(name)s”.") % {"slug": self.slug, "name": self.name}
        today = _("Readers who come for it are told that the page is gone.")
        if self.leads_to:
            today = _("Readers who come for it are led to %(address)s today.") % {"address": self.leads_to}
        return f"{was} {today}"


def former_owner(kind: str, slug: str, own: int | None) -> FormerOwner | None:
    """The other page that had this address once; None if there is none. `own`: the page that may have had it."""
    if not slug_validator.regex.search(slug):
        return None
    former = FormerAddress.objects.filter(kind=kind, slug=slug).exclude(topic=own).select_related("topic").first()
    if former is None:
        return None
    end = successor_of(former.topic)
    return FormerOwner(former.topic.name, slug, end.get_absolute_url() if end.is_live else "")


class LiveAddresses:
    """The same for all topics, read with three queries; addresses are kind/slug."""

    def __init__(self):
        self._topics = {
            pk: (kind, live_slug, merged_into)
            for pk, kind, live_slug, merged_into in Topic.objects.values_list("pk", "kind", "live_slug", "merged_into")
        }
        withdrawals = Withdrawal.objects.order_by("at", "pk").values_list("topic", "redirect_to")
        self._led_on = dict(withdrawals)  # the last one counts
        former = FormerAddress.objects.values_list("kind", "slug", "topic")
        self._former = {f"{kind}/{slug}": pk for kind, slug, pk in former}
        self._live = {f"{kind}/{slug}": pk for pk, (kind, slug, _merged) in self._topics.items() if slug}

    def successor_of(self, topic: int) -> int | None:
        """The topic whose live page stands for this one today; None if there is none."""
        seen = set()
        while topic and topic not in seen:
            seen.add(topic)
            _kind, live_slug, merged_into = self._topics[topic]
            if live_slug:
                return topic
            topic = merged_into or self._led_on.get(topic)
        return None

    def address_of(self, topic: int | None) -> str:
        """kind/slug of a live page; empty if there is none."""
        kind, live_slug, _merged = self._topics[topic] if topic else ("", "", None)
        return f"{kind}/{live_slug}" if live_slug else ""

    def topic_at(self, address: str) -> int | None:
        """The topic that answers at an address, or once did."""
        return self._live.get(address) or self._former.get(address)

    def leading_to(self, topic: int) -> set[int]:
        """The topic and all that lead to it from one to the next."""
        found, fresh = {topic}, {topic}
        while fresh:
            fresh = {
                pk
                for pk, (_kind, live_slug, merged) in self._topics.items()
                if not live_slug and pk not in found and (merged or self._led_on.get(pk)) in fresh
            }
            found |= fresh
        return found

    def addresses_of(self, topics: set[int]) -> set[str]:
        """Every address at which these topics are live, or once were."""
        known = (*self._live.items(), *self._former.items())
        return {address for address, pk in known if pk in topics}
