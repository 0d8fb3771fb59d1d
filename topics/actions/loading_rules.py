"""Brings in the rules we ship to begin with. From then on they are the clinic's, and loading leaves them alone."""

from django.db import transaction

from topics import shipped_rules
from topics.models import BodyRegion, RedFlag, WordRule


def load_shipped_rules() -> None:
    """Warning signs for each region that has none, active or not; the word list while it is empty."""
    with transaction.atomic():
        _load_red_flags()
        _load_words()


def _load_red_flags() -> None:
    with_list = set(RedFlag.objects.values_list("region__slug", flat=True))
    regions = {region.slug: region for region in BodyRegion.objects.all()}
    wanted = [flag for flag in shipped_rules.red_flags() if flag.region in regions and flag.region not in with_list]
    RedFlag.objects.bulk_create(
        RedFlag(
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
