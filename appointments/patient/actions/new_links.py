"""A link has ended, and whoever holds it wants a new one."""

from datetime import datetime, timedelta

from django.db import transaction

from appointments.messages import outgoing
from appointments.models import LinkToken, SpentTry
from appointments.requests.actions import rate_limits
from appointments.workflow import Status

NEW_LINKS = 3  # for one request
A_DAY = timedelta(days=1)


@transaction.atomic
def send_new_link(link: LinkToken, *, now: datetime) -> bool:
    """A new link leaves for the address we hold, never for one that is given now. Whether it does is told to nobody.

    None leaves where we hold no address, for a request that was set aside or erased, and after three a day.
    """
    request = link.request
    if not request.email or request.status == Status.ERASED or outgoing.never_found_genuine(request):
        return False
    try:
        rate_limits.spend_try(SpentTry.Scope.NEW_LINK, str(request.pk), [(NEW_LINKS, A_DAY)], now=now)
    except rate_limits.NoTriesLeft:
        return False
    outgoing.new_link(request, now)
    return True
