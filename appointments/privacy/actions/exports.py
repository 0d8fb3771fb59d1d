"""Exporting requests to a file: who exports which, when and what for is stored before the first byte is sent."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.clinic_time import span_of_days
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import AppointmentRequest, ExportRecord, HealthcareService
from appointments.privacy import export_table
from appointments.privacy.patient_copy import requests_of
from appointments.workflow import Status
from portal.lib.refusal import Refused
from portal.lib.text import usable_text

EXPORT_PERMISSION = "appointments.export_appointmentrequest"
MOST_ROWS = 5000
LONGEST_WHY = 200  # characters


class TooManyRequests(Refused):
    """More requests than one file may hold."""


class NothingToExport(Refused):
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
    """Stores that somebody exports the requests received on these days, and gives the record for `export_rows`.

    `first_day`, `last_day`: days of the clinic, both included. `why`: what for, at most LONGEST_WHY characters.
    `with_reason`: with the patients' reasons. `service`: of this one only; None: of all.
    Raises NoRight, UnusableText for an empty or too long `why`, TooManyRequests, NothingToExport.
    """
    if by.user is None or not by.user.has_perm(EXPORT_PERMISSION):
        raise NoRight(_("Only a desk lead may export requests."))
    why = usable_text(why, at_most=LONGEST_WHY)
    span = span_of_days(first_day, last_day, timezone.get_default_timezone())
    wanted = AppointmentRequest.objects.visible_to(by, now).filter(created_at__gte=span.start, created_at__lt=span.end)
    if service is not None:
        wanted = wanted.filter(service=service)
    found = list(wanted.order_by("created_at", "pk").values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise TooManyRequests(_("These are more than %(most)s requests. Choose fewer days.") % {"most": MOST_ROWS})
    if not found:
        raise NothingToExport(_("No request came in on these days."))
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


@transaction.atomic
def record_copy(request: AppointmentRequest, *, why: str, format: str, by: Actor, now: datetime) -> ExportRecord:
    """Stores that somebody gives the patient a copy of all that is held about this request, and gives the record.

    `why`: who asked and how they showed who they are, at most LONGEST_WHY characters.
    Raises NoRight, UnusableText for an empty or too long `why`, NothingToExport for an erased request.
    """
    if by.user is None or not by.user.has_perm(EXPORT_PERMISSION):
        raise NoRight(_("Only a desk lead may give a copy."))
    if request.status == Status.ERASED:
        raise NothingToExport(_("Nothing is held about this patient any more."))
    day = timezone.localdate(request.created_at)
    return ExportRecord.objects.create(
        by=by.user,
        at=now,
        why=usable_text(why, at_most=LONGEST_WHY),
        format=ExportRecord.Format(format),
        first_day=day,
        last_day=day,
        with_reason=True,
        requests=[one.pk for one in requests_of(request)],
    )


def export_rows(record: ExportRecord) -> Iterator[list]:
    """The headings and rows of the export, read 500 at a time. Requests erased since are left out."""
    return export_table.table(_requests(record.requests), with_reason=record.with_reason)


def _requests(keys: list[int]) -> Iterator[AppointmentRequest]:
    for first in range(0, len(keys), 500):
        some = AppointmentRequest.objects.filter(pk__in=keys[first : first + 500]).exclude(status=Status.ERASED)
        some = some.select_related(*export_table.SELECT_RELATED)
        yield from (some.defer("source_edition__document").order_by("created_at", "pk"))
