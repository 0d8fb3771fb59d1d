"""The facts of a request as the desk reads them out, and those that may be the same wish, to compare."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.choices import DayPart, ForWhom, QueueRank
from appointments.desk import flags
from appointments.desk.queue_rows import REQUEST_TONES
from appointments.lifecycle import words
from appointments.phones import readable_phone
from appointments.workflow import QUEUED_STATUSES, Outcome, Status
from topics.kinds import TopicKind

DUPLICATES_SHOWN = 5


def card(asked, now: datetime, calls) -> dict:
    """The facts of the request, in words."""
    is_queued = asked.status in QUEUED_STATUSES
    topic = asked.source_topic
    edition = topic.live_edition if topic else None
    return {
        "reference": asked.reference,
        "spoken": asked.spoken_reference,
        "name": asked.patient_name,
        "born": asked.patient_birth_year,
        "ask_for": asked.requester_name or asked.patient_name,
        "for_whom": "" if asked.for_whom == ForWhom.SELF else str(ForWhom(asked.for_whom).label),
        "service": str(asked.service),
        "status": str(Outcome(asked.outcome).label if asked.outcome else Status(asked.status).label),
        "tone": REQUEST_TONES.get(asked.status, "neutral"),
        "promise": words.promise(asked.promise_at, now) if is_queued else None,
        "rank": "" if asked.queue_rank == QueueRank.NORMAL else str(QueueRank(asked.queue_rank).label),
        "phone_link": f"tel:{asked.phone_e164}" if asked.phone_e164 else "",
        "phone": readable_phone(asked.phone_e164),
        "phone_typed": asked.phone_typed,
        "call": calls.next_call(asked) if is_queued else None,
        "call_times": asked.call_times_in_words,
        "voicemail_ok": asked.voicemail_ok,
        "discreet": asked.discreet,
        "email": asked.email,
        "wishes": [
            _("%(day)s: %(part)s") % {"day": words.day_name(wish.day, now), "part": DayPart(wish.part).label}
            for wish in asked.windows.order_by("rank")
        ],
        "practitioner": str(asked.preferred_practitioner or ""),
        "reason": asked.reason,
        "access": [*asked.access_needs_in_words, *filter(None, [asked.access_note])],
        "language": asked.language,
        "article": edition.name if edition else "",
        "article_url": reverse("topics:page", args=[TopicKind(topic.kind).folder, topic.live_slug]) if edition else "",
        "channel": str(asked.get_channel_display()),
        "received": words.when(asked.created_at, now),
    }


def phone_tasks(asked, now: datetime) -> list[dict]:
    """The calls that are to be made, with the very words, the oldest first."""
    return [
        {
            "pk": task.pk,
            "why": str(task.get_kind_display()),
            "say": task.say,
            "since": words.when(task.made_at, now),
            "until": words.when(task.useful_until, now) if task.useful_until else "",
        }
        for task in asked.phone_tasks.filter(done_at__isnull=True).order_by("made_at", "pk")
    ]


def duplicates(asked, now: datetime, *, actor) -> list[dict]:
    """Requests that may be the same wish, as columns to compare: those the actor may see."""
    alike = flags.possible_duplicates(asked).visible_to(actor, now).select_related("service__specialty")
    return [
        {
            "spoken": other.spoken_reference,
            "reference": other.reference,
            "url": reverse("desk:request", args=[other.reference]),
            "name": other.patient_name,
            "born": other.patient_birth_year,
            "service": str(other.service),
            "status": str(Outcome(other.outcome).label if other.outcome else Status(other.status).label),
            "received": words.when(other.created_at, now),
            "phone": readable_phone(other.phone_e164),
            "email": other.email,
            "reason": other.reason,
            "is_open": other.is_open and other.status != Status.QUARANTINED,
        }
        for other in alike[:DUPLICATES_SHOWN]
    ]
