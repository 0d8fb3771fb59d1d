"""Compares what patients wrote down with what is stored."""

from collections import Counter
from dataclasses import dataclass
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection

from appointments import link_secrets
from appointments.models import AppointmentRequest, Event, LinkToken, RequestDraft
from portal.models import OutboundMessage
from tests.faults.ledger import Form

DATABASE_CHECKS = {"sqlite": ("PRAGMA integrity_check", "PRAGMA foreign_key_check"), "postgresql": ()}


@dataclass(frozen=True)
class Reckoning:
    """`faults`: broken promises, a sentence each; `unheard`: stored although nobody was told, which harms nobody."""

    acknowledged: int
    stored: int
    unheard: int
    set_aside: int
    faults: list[str]


def reckon(forms: list[Form]) -> Reckoning:
    """What became of these forms: each acknowledged one is stored once and whole."""
    by_key = {link_secrets.digest(form.secret): form for form in forms}
    stored = list(AppointmentRequest.objects.filter(idempotency_key__in=list(by_key)).order_by("pk"))
    found = {request.idempotency_key: request for request in stored}
    named = Counter(AppointmentRequest.objects.values_list("patient_name", flat=True))
    events = Counter(Event.objects.values_list("request_id", flat=True))
    links = Counter(LinkToken.objects.values_list("request_id", "digest"))
    mails = Counter(
        OutboundMessage.objects.filter(dedupe_key__startswith="received:").values_list("subject_id", flat=True)
    )
    drafts = set(RequestDraft.objects.values_list("key_digest", flat=True))
    faults = []
    for key, form in by_key.items():
        request = found.get(key)
        if request is None:
            faults += [f"{form.name}: acknowledged and lost"] if form.acknowledged else []
            continue
        if form.reference and form.reference.replace("-", "") != request.reference:
            faults.append(f"{form.name}: was told another reference")
        if form.acknowledged and not form.reference:
            faults.append(f"{form.name}: no reference was shown")
        whole = {
            "requests": (named[form.name], 1),
            "events": (events[request.pk], 1),
            "links": (links[request.pk, link_secrets.digest(form.status_path.split("/")[2])], 1),
            "acknowledgements": (mails[request.pk], 0 if request.set_aside_because else 1),
            "drafts": (int(key in drafts), 0),
        }
        faults += [f"{form.name}: {is_} {what}, not {right}" for what, (is_, right) in whole.items() if is_ != right]
    return Reckoning(
        acknowledged=sum(form.acknowledged for form in forms),
        stored=len(stored),
        unheard=sum(not by_key[request.idempotency_key].acknowledged for request in stored),
        set_aside=sum(bool(request.set_aside_because) for request in stored),
        faults=faults + history_faults() + file_faults(),
    )


def history_faults() -> list[str]:
    """What verify_events says against the chains of all requests."""
    said = StringIO()
    try:
        call_command("verify_events", stdout=said)
    except CommandError as error:
        return [*said.getvalue().splitlines(), str(error)]
    return []


def file_faults() -> list[str]:
    """What the database says against its own files."""
    faults = []
    with connection.cursor() as cursor:
        for check in DATABASE_CHECKS[connection.vendor]:
            cursor.execute(check)
            faults += [f"{check}: {row}" for row in cursor.fetchall() if row != ("ok",)]
    return faults


def mail_faults(taken: list[tuple[str, str]]) -> tuple[list[str], int]:
    """What is wrong with the mails that left, given receiver and Message-ID of each; and how many came twice."""
    State = OutboundMessage.State
    messages = OutboundMessage.objects.exclude(state=State.CANCELLED)
    failed = set(messages.filter(state=State.FAILED).values_list("message_id", flat=True))
    expected = set(messages.values_list("message_id", flat=True))
    came = Counter(message_id for _to, message_id in taken)
    faults = [f"a mail never came: {message_id}" for message_id in sorted(expected - failed - set(came))]
    faults += [f"a mail that nobody wrote: {message_id}" for message_id in sorted(set(came) - expected)]
    faults += [f"given up, and nobody at the desk was told: {pk}" for pk in _not_handed_over(messages)]
    return faults, sum(times - 1 for times in came.values())


def _not_handed_over(messages):
    return messages.filter(state=OutboundMessage.State.FAILED, handed_over_at=None).values_list("pk", flat=True)
