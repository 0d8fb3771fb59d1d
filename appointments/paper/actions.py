"""Paper mode: the pack is written by the hour and on demand; what was written on paper is typed in, each line once."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.choices import Channel
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, HealthcareService, PaperLine, PaperPack
from appointments.paper.pack import Pack, make_pack
from appointments.paper.sheet_serials import new_serial
from appointments.requests.actions import submission
from appointments.requests.questions import Answers

KEPT = 24  # files; a day by the hour


class TypedAlready(Exception):
    """This line of this sheet has been typed in before; `request` is what it became."""

    def __init__(self, request: AppointmentRequest):
        self.request = request
        super().__init__(_("This line was typed in already: it is request %(reference)s.") % {"reference": request})


def folder() -> Path:
    """Where the packs lie; nobody but the portal's own account reads it."""
    return settings.DATA_DIR / "paper"


def write_hourly(*, now: datetime) -> int:
    """Writes the pack of this hour into its folder, once, whoever else is at it; gives how many were written."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if PaperPack.objects.filter(hour=hour).exists():
        return 0
    with suppress(IntegrityError), transaction.atomic():
        _pack, made = _store(now=now, hour=hour)
        _write(made, timezone.localtime(now))
        return 1
    return 0  # another worker was faster


@transaction.atomic
def take_pack(*, by: Actor, now: datetime) -> tuple[PaperPack, Pack]:
    """The pack as it stands now, for somebody who prints it. That they have it is kept, with how many are on it."""
    return _store(now=now, by=by)


def write_now(*, now: datetime) -> Path:
    """Writes the pack into its folder at once and gives the file."""
    with transaction.atomic():
        _pack, made = _store(now=now)
    return _write(made, timezone.localtime(now))


def _store(*, now: datetime, hour: datetime | None = None, by: Actor | None = None) -> tuple[PaperPack, Pack]:
    serial = new_serial(timezone.localtime(now))
    made = make_pack(serial, now=now)
    who = by.user if by else None
    return PaperPack.objects.create(serial=serial, hour=hour, by=who, written_at=now, people=made.people), made


def _write(made: Pack, local: datetime) -> Path:
    """Whole or not at all: a printer never meets half a file. The oldest go once there are more than a day's."""
    target = folder()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = target / f"pack-{local:%Y-%m-%d-%H%M%z}.html"
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(made.html)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
    packs = sorted(target.glob("pack-*.html"), key=lambda one: (one.stat().st_mtime_ns, one.name))
    for old in packs[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


@transaction.atomic
def type_in(
    answers: Answers,
    service: HealthcareService,
    *,
    serial: str,
    line: int,
    by: Actor,
    now: datetime,
    form_secret: str,
) -> AppointmentRequest:
    """Stores what stands on a line of a sheet as a request of the actor's own, and gives it.

    Sent twice, the same form gives the same request. Raises TypedAlready if the line was typed in with another form,
    StepNotAllowed.
    """
    _refuse_if_typed(serial, line, form_secret)
    request = submission.take_request(answers, service, Channel.PAPER, by=by, now=now, form_secret=form_secret)
    if not PaperLine.objects.filter(request=request).exists():
        try:
            with transaction.atomic():
                PaperLine.objects.create(serial=serial, line=line, request=request, typed_by=by.user, typed_at=now)
        except IntegrityError:  # a colleague typed the same line at the same moment
            raise TypedAlready(PaperLine.objects.get(serial=serial, line=line).request) from None
    return request


def _refuse_if_typed(serial: str, line: int, form_secret: str) -> None:
    typed = PaperLine.objects.select_related("request").filter(serial=serial, line=line).first()
    if typed is not None and typed.request.idempotency_key != submission.form_key(form_secret):
        raise TypedAlready(typed.request)
