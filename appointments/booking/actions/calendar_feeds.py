"""A practitioner's calendar feed: a secret address is made, and revoked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments import secrets
from appointments.booking.actions.slots import lock_practitioners
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import CalendarFeed
from appointments.workflow import Role
from topics.models import Practitioner


@transaction.atomic
def make(practitioner: Practitioner, *, by: Actor, now: datetime) -> str:
    """Makes the feed's secret and gives it, this once; an earlier one opens nothing any more. Raises NoRight."""
    _refuse_strangers(practitioner, by)
    lock_practitioners([practitioner.pk])
    _end(practitioner, now)
    secret = secrets.new_secret()
    CalendarFeed.objects.create(practitioner=practitioner, digest=secrets.digest(secret), made_by=by.user, made_at=now)
    return secret


@transaction.atomic
def revoke(practitioner: Practitioner, *, by: Actor, now: datetime) -> bool:
    """Ends the feed; gives whether there was one. Raises NoRight."""
    _refuse_strangers(practitioner, by)
    lock_practitioners([practitioner.pk])
    return _end(practitioner, now)


def _end(practitioner: Practitioner, now: datetime) -> bool:
    return bool(CalendarFeed.objects.filter(practitioner=practitioner, revoked_at__isnull=True).update(revoked_at=now))


def _refuse_strangers(practitioner: Practitioner, by: Actor) -> None:
    """A practitioner has their own feed; a desk lead looks after everybody's."""
    own = by.role == Role.PRACTITIONER and practitioner.user_id == by.user.pk
    if not (own or by.leads):
        raise NoRight(_("This is somebody else's calendar."))
