"""Requests leave as a file: who took which, when and what for is stored before the first byte is sent."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions.texts import said
from appointments.clinic_time import span_of_days
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import AppointmentRequest, ExportRecord, HealthcareService
from appointments.privacy import export_table

RIGHT = "appointments.export_appointmentrequest"
MOST_ROWS = 5000
LONGEST_WHY = 200  # characters


class TooMany(Exception):
    """More requests than one file may hold."""


class NothingThere(Exception):
    """No request came in on these days."""


@transaction.atomic
def export(
    *,
    first_day: date,
    last_day: date,
    why: str,
    format: str,
    by: Actor,
    now: datetime,
    with_reason: bool = False,
    service: HealthcareService | None = None,
) -> ExportRecord:
    """Stores who exports what, and gives that; the rows are then read by `rows_of`.

    Raises NoRight, UnusableText if it is not said what for, TooMany, NothingThere.
    """
    if by.user is None or not by.user.has_perm(RIGHT):
        raise NoRight(_("Only a desk lead may export requests."))
    why = said(why, at_most=LONGEST_WHY)
    span = span_of_days(first_day, last_day, timezone.get_default_timezone())
    wanted = AppointmentRequest.objects.visible_to(by, now).filter(created_at__gte=span.start, created_at__lt=span.end)
    if service is not None:
        wanted = wanted.filter(service=service)
    found = list(wanted.order_by("created_at", "pk").values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise TooMany(_("These are more than %(most)s requests. Choose fewer days.") % {"most": MOST_ROWS})
    if not found:
        raise NothingThere(_("No request came in on these days."))
    return ExportRecord.objects.create(
        by=by.user,
        at=now,
        why=why,
        format=ExportRecord.Format(format),
        first_day=first_day,
        last_day=last_day,
        with_reason=with_reason,
        requests=found,
    )


def rows_of(record: ExportRecord):
    """The table that was asked for, read in pieces while it is sent. What was erased meanwhile is left out."""
    return export_table.table(_requests(record.requests), with_reason=record.with_reason)


def _requests(keys: list[int]):
    for first in range(0, len(keys), 500):
        some = AppointmentRequest.objects.filter(pk__in=keys[first : first + 500]).exclude(status="erased")
        some = some.select_related(*export_table.SELECT_RELATED)
        yield from (some.defer("source_edition__document").order_by("created_at", "pk"))
