"""The secret address of a practitioner's calendar feed is made, and revoked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments import link_secrets
from appointments.booking.actions.slots import lock_practitioners
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import CalendarFeed
from appointments.workflow import Role
from topics.models import Practitioner


@transaction.atomic
def make(practitioner: Practitioner, *, by: Actor, now: datetime) -> str:
    """Makes a feed and returns its secret, which is not stored; an earlier feed ends. Raises NoRight."""
    _refuse_others(practitioner, by)
    lock_practitioners([practitioner.pk])
    _end(practitioner, now)
    secret = link_secrets.new_secret()
    CalendarFeed.objects.create(
        practitioner=practitioner, digest=link_secrets.digest(secret), made_by=by.user, made_at=now
    )
    return secret


@transaction.atomic
def revoke(practitioner: Practitioner, *, by: Actor, now: datetime) -> bool:
    """Ends the feed; returns whether there was one. Raises NoRight."""
    _refuse_others(practitioner, by)
    lock_practitioners([practitioner.pk])
    return _end(practitioner, now)


def _end(practitioner: Practitioner, now: datetime) -> bool:
    return bool(CalendarFeed.objects.filter(practitioner=practitioner, revoked_at__isnull=True).update(revoked_at=now))


def _refuse_others(practitioner: Practitioner, by: Actor) -> None:
    """Raises NoRight unless it is the actor's own feed or the actor is a desk lead."""
    own = by.role == Role.PRACTITIONER and practitioner.user_id == by.user.pk
    if not (own or by.leads):
        raise NoRight(_("This is somebody else's calendar."))
