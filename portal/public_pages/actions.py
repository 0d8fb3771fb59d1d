"""Says in the database whether changes of public pages are counted."""

from django.db.models import F

from portal.models import SiteVersion


def stop_counting(using: str) -> None:
    """From now on no process shows what it has kept. `using`: the alias of the database."""
    SiteVersion.objects.using(using).update(counts=False)


def count_again(using: str) -> None:
    """Makes a new version, from which on what is kept is shown again; the row, if there is none yet."""
    SiteVersion.objects.using(using).get_or_create(pk=1)
    SiteVersion.objects.using(using).update(number=F("number") + 1, counts=True)
