"""A patient changes how the clinic reaches them, and when an appointment would suit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.choices import CallTime
from appointments.lifecycle.actions.transitions import add_remark, remark
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, PreferredWindow
from appointments.phones import Phone
from appointments.scheduling.answer_deadline import possible_promise
from appointments.warning_words import names_something_serious
from appointments.workflow import Status, Step, StepNotAllowed
from topics.models import Practitioner

LOOKING_FOR_A_TIME = (Status.QUARANTINED, Status.NEW, Status.IN_PROGRESS, Status.WAITING_LIST)


@dataclass(frozen=True)
class ContactDetails:
    """How the clinic reaches the person who asked, checked and cleaned by the form."""

    phone: Phone
    email: str
    call_times: list[str]
    voicemail_ok: bool
    discreet: bool


@transaction.atomic
def change_contact(
    request: AppointmentRequest, *, contact: ContactDetails, by: Actor, now: datetime
) -> AppointmentRequest:
    """Stores what differs from what is held, and returns the request; writes nothing if nothing differs.

    Later messages go to the new address; links sent before keep working. Raises StepNotAllowed.
    """
    stored = AppointmentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    wanted = {
        "email": contact.email.lower(),
        "call_times": [code for code in CallTime.values if code in contact.call_times],
        "voicemail_ok": contact.voicemail_ok,
        "discreet": contact.discreet,
    }
    changes = {name: value for name, value in wanted.items() if getattr(stored, name) != value}
    number = contact.phone.columns()
    if any(getattr(stored, name) != value for name, value in number.items()):
        serious = stored.names_warning or names_something_serious(contact.phone.typed)
        stored = add_remark(stored, Step.CORRECT, by=by, now=now, names_warning=serious, **number)
    if changes:
        stored = add_remark(stored, Step.CHANGE, by=by, now=now, **changes | _promise(stored, changes, now))
    return stored


def _promise(request: AppointmentRequest, changes: dict, now: datetime) -> dict:
    """The promise, if the new call times make a later one necessary: what cannot be kept is not promised.

    One that is broken already stays, to be apologised for.
    """
    if "call_times" not in changes or request.owed_since is None or request.promise_at <= now:
        return {}
    request.call_times = changes["call_times"]
    possible = possible_promise(request, now)
    return {"promise_at": possible, "owed_since": now} if possible > request.promise_at else {}


@transaction.atomic
def change_wishes(
    request: AppointmentRequest,
    *,
    windows: Sequence[tuple[date, str]],
    practitioner: Practitioner | None,
    by: Actor,
    now: datetime,
) -> AppointmentRequest:
    """These wishes, first wish first, replace the earlier ones; no window: any time suits. Raises StepNotAllowed.

    Only while the clinic looks for a time: held times are answered instead, a booked appointment is moved.
    """
    changed = remark(request, Step.CHANGE, by=by, now=now, any_time=not windows, preferred_practitioner=practitioner)
    if changed.status not in LOOKING_FOR_A_TIME:
        raise StepNotAllowed(_("A time has been found already. Call us if you need another one."))
    store_wishes(changed, windows, practitioner)
    return changed


def store_wishes(request: AppointmentRequest, windows: Sequence[tuple[date, str]], practitioner) -> None:
    """Replaces the wishes. To be called in a transaction that has taken a step of the request before."""
    PreferredWindow.objects.filter(request=request).delete()
    PreferredWindow.objects.bulk_create(
        PreferredWindow(request=request, rank=rank, day=day, part=part)
        for rank, (day, part) in enumerate(windows, start=1)
    )
    AppointmentRequest.objects.filter(pk=request.pk).update(any_time=not windows, preferred_practitioner=practitioner)
    request.any_time, request.preferred_practitioner = not windows, practitioner
