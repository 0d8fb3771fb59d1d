"""Writes the paper pack, every hour and on demand, and stores what was written on paper, each line once."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.booking.actions import looks
from appointments.choices import Channel
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, HealthcareService, ListLook, PaperLine, PaperPack
from appointments.paper.pack import RenderedPack, render_pack
from appointments.paper.sheet_serials import new_serial
from appointments.requests.actions import submission
from appointments.requests.questions import Answers
from portal.lib.refusal import Refused

PACKS_KEPT = 24  # files: those of a day


class TypedAlready(Refused):
    """This line of this sheet is stored already, as `request`."""

    def __init__(self, request: AppointmentRequest):
        self.request = request
        super().__init__(_("This line was typed in already: it is request %(reference)s.") % {"reference": request})


def folder() -> Path:
    """The folder of the packs, which only the portal's own account can read."""
    return settings.DATA_DIR / "paper"


def write_hourly(*, now: datetime) -> int:
    """Writes the pack of this hour into the folder if no worker has done so; gives how many were written, 0 or 1."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if PaperPack.objects.filter(hour=hour).exists():
        return 0
    with suppress(IntegrityError), transaction.atomic():
        _pack, made = _store(now=now, hour=hour)
        _write(made, timezone.localtime(now))
        return 1
    return 0  # another worker was faster


@transaction.atomic
def take_pack(*, by: Actor, now: datetime) -> tuple[PaperPack, RenderedPack]:
    """The pack at this moment, for somebody who prints it, and the record that they took it, with who stands on it."""
    stored, made = _store(now=now, by=by)
    looks.record_list(made.requests, ListLook.Page.PAPER, by=by, now=now)
    return stored, made


def write_now(*, now: datetime) -> Path:
    """Writes the pack into the folder, whatever the hour, and gives the file."""
    with transaction.atomic():
        _pack, made = _store(now=now)
    return _write(made, timezone.localtime(now))


def _store(*, now: datetime, hour: datetime | None = None, by: Actor | None = None) -> tuple[PaperPack, RenderedPack]:
    serial = new_serial(timezone.localtime(now))
    made = render_pack(serial, now=now)
    who = by.user if by else None
    return PaperPack.objects.create(serial=serial, hour=hour, by=who, written_at=now, people=len(made.requests)), made


def _write(made: RenderedPack, local: datetime) -> Path:
    """Writes the file so that it is never seen half written, and deletes all but the PACKS_KEPT latest."""
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
    for old in packs[:-PACKS_KEPT]:
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
    """Stores what stands on a line of a sheet as a request claimed by the actor, and gives it.

    `serial`: of the sheet. `line`: from 1. `form_secret`: the same form sent twice gives the same request.
    Raises TypedAlready if the line was stored from another form, StepNotAllowed.
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
