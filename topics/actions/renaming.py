"""A concept gets another name. The former one stays as another name: readers go on looking for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lib.locks import shared_lock
from portal.lib.text import clean_line, fold
from portal.models import User
from topics.actions.contributing import contributing
from topics.actions.live_links import PLACES
from topics.actions.move import move
from topics.actions.saving import check_address
from topics.compose import compose
from topics.live_addresses import former_owner
from topics.models import OtherName, Topic
from topics.models.topic import slug_validator
from topics.workflow import ActionRefused, Step

LONGEST = Topic._meta.get_field("name").max_length


class NameRefused(ActionRefused):
    """The concept cannot be called so; the message says why."""


def rename(*, topic: Topic, name: str, by: User, now: datetime, slug: str = "", take_over: bool = False) -> Topic:
    """Gives the draft another name, and another address if `slug` is given. Readers see both once it is published.

    `take_over`: also an address that another page had once.
    Raises NameRefused, AddressInUse, StepNotAllowed; then nothing is stored.
    """
    name = clean_line(name)
    with transaction.atomic():
        shared_lock(PLACES)
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        slug = slug or topic.slug
        _check(topic, name, slug, take_over)
        before = topic.name
        with contributing(topic, by, now):
            topic.name, topic.slug = name, slug
            topic.save(update_fields=["name", "slug"])
            keep_name(topic, before)
        note = _("%(before)s → %(after)s") % {"before": before, "after": name}
        digest = compose(topic).sha256
        move(topic=topic, step=Step.RENAME, by=by, now=now, sha256=digest, note=note, last_changed_by=by)
    return topic


def keep_name(topic: Topic, *names: str) -> None:
    """Adds other names that the topic does not have yet, and takes away one that is its name now."""
    had = {fold(other.name): other for other in OtherName.objects.filter(topic=topic)}
    now_its_own = {fold(topic.name), fold(topic.plain_name)} - {""}
    OtherName.objects.filter(pk__in=[had[name].pk for name in now_its_own & had.keys()]).delete()
    fresh = {fold(name): name for name in reversed(names) if fold(name)}
    fresh = {folded: name for folded, name in fresh.items() if folded not in had.keys() | now_its_own}
    OtherName.objects.bulk_create(OtherName(topic=topic, name=name) for name in reversed(fresh.values()))


def _check(topic: Topic, name: str, slug: str, take_over: bool) -> None:
    if not name:
        raise NameRefused(_("Type the new name."))
    if len(name) > LONGEST:
        raise NameRefused(_("A name has at most %(limit)s characters.") % {"limit": LONGEST})
    if (name, slug) == (topic.name, topic.slug):
        raise NameRefused(_("That is its name already."))
    others = Topic.objects.offered().filter(kind=topic.kind).exclude(pk=topic.pk)
    if any(fold(other) == fold(name) for other in others.values_list("name", flat=True)):
        raise NameRefused(_("Another page of this kind is called “%(name)s”. Merge the two instead.") % {"name": name})
    if slug != topic.slug:
        _refuse_hard_to_type(slug)
        check_address(topic.kind, slug, topic.pk)
        former = former_owner(topic.kind, slug, topic.pk)
        if former and not take_over:
            raise NameRefused(former.sentence)


def _refuse_hard_to_type(slug: str) -> None:
    if not slug_validator.regex.search(slug) or len(slug) > Topic._meta.get_field("slug").max_length:
        raise NameRefused(str(slug_validator.message))
