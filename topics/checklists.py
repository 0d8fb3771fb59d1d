"""The stored checklists of warning signs, and the pages that name a sign."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from topics.models import CareCard, Edition, RedFlag, Topic
from topics.warning_signs import ChecklistSign


def checklist(regions: Collection[str]) -> tuple[ChecklistSign, ...]:
    """The signs on the checklists of these regions today, by region, urgency and order. One query."""
    rows = RedFlag.objects.filter(is_active=True, region__slug__in=regions).select_related("region")
    return tuple(
        ChecklistSign(row.stable_id, row.region.slug, row.urgency, row.sign, row.ways)
        for row in rows.order_by("region__name", "urgency", "position", "pk")
    )


def every_checklist() -> tuple[ChecklistSign, ...]:
    """The signs on the checklists of all regions. One query."""
    return checklist(RedFlag.objects.values("region__slug"))


def sign_words() -> dict[str, str]:
    """What each sign is called, those that are on a checklist no more included. One query."""
    return dict(RedFlag.objects.order_by("pk").values_list("stable_id", "sign"))


def pages_naming(sign_id: str) -> list[Topic]:
    """The pages of which the draft or the live edition names the sign, by name. One query."""
    named = f'"{sign_id}"'
    cards = CareCard.objects.filter(topic=OuterRef("pk")).annotate(named=Cast("signs", TextField()))
    live = Edition.objects.filter(live_topic=OuterRef("pk")).annotate(said=Cast("document", TextField()))
    found = Exists(cards.filter(named__contains=named)) | Exists(live.filter(said__contains=named))
    return list(Topic.objects.filter(found).order_by("name", "pk"))
