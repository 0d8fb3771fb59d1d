"""What the desk's page shows of a request: its facts, calls still to be made, and requests that may be duplicates."""

from datetime import datetime

from django.urls import reverse

from appointments import date_words
from appointments.choices import QueueRank
from appointments.desk import flags
from appointments.desk.queue_rows import REQUEST_TONES
from appointments.lifecycle.actor import Actor
from appointments.messages.phone_words import words_now
from appointments.models import AppointmentRequest
from appointments.requests.call_details import call_details
from appointments.requests.questions import QUESTIONS
from appointments.workflow import QUEUED_STATUSES, Outcome, Status
from topics.kinds import TopicKind

DUPLICATES_SHOWN = 5


def card(appointment_request: AppointmentRequest, now: datetime, calls) -> dict:
    """Head, call box and facts of the page, in words. `calls`: when somebody may be called."""
    is_queued = appointment_request.status in QUEUED_STATUSES
    topic = appointment_request.source_topic
    edition = topic.live_edition if topic else None
    return {
        "reference": appointment_request.reference,
        "spoken": appointment_request.spoken_reference,
        "name": appointment_request.patient_name,
        "born": appointment_request.patient_birth_year,
        "service": str(appointment_request.service),
        "status": str(
            Outcome(appointment_request.outcome).label
            if appointment_request.outcome
            else Status(appointment_request.status).label
        ),
        "tone": REQUEST_TONES.get(appointment_request.status, "neutral"),
        "promise": date_words.time_left(appointment_request.promise_at, now, appointment_request.late_since)
        if is_queued
        else None,
        "rank": ""
        if appointment_request.queue_rank == QueueRank.NORMAL
        else str(QueueRank(appointment_request.queue_rank).label),
        "to_call": call_details(appointment_request),
        "phone_typed": appointment_request.phone_typed,
        "call": calls.next_call(appointment_request) if is_queued else None,
        "call_times": appointment_request.call_times_in_words,
        "email": appointment_request.email,
        "reason": appointment_request.reason,
        "facts": _facts(appointment_request, now),
        "article": edition.name if edition else "",
        "article_url": reverse("topics:page", args=[TopicKind(topic.kind).folder, topic.live_slug]) if edition else "",
        "channel": str(appointment_request.get_channel_display()),
        "received": date_words.relative_day_and_time(appointment_request.created_at, now),
    }


def _facts(appointment_request: AppointmentRequest, now: datetime) -> list[dict]:
    """The facts of desk/parts/facts.html, in the order of the questions. What has nothing to show is left out."""
    facts = [
        {
            "label": fact.label,
            "lines": fact.lines(appointment_request, now),
            "empty": fact.empty,
            "layout": fact.layout,
            "note": fact.note(appointment_request),
        }
        for fact in (question.desk for question in QUESTIONS.values())
        if fact is not None
    ]
    return [fact for fact in facts if fact["lines"] or fact["empty"]]


def phone_tasks(appointment_request: AppointmentRequest, now: datetime) -> list[dict]:
    """The calls that are still to be made, the oldest first, each with the words to say now."""
    tasks = list(appointment_request.phone_tasks.filter(done_at__isnull=True).order_by("made_at", "pk"))
    said = words_now(tasks, appointment_request, now)
    return [
        {
            "pk": task.pk,
            "why": str(task.get_kind_display()),
            "say": said[task.pk],
            "since": date_words.relative_day_and_time(task.made_at, now),
            "until": date_words.relative_day_and_time(task.useful_until, now) if task.useful_until else "",
        }
        for task in tasks
    ]


def similar_requests(appointment_request: AppointmentRequest, now: datetime, *, actor: Actor) -> list:
    """Requests that may be duplicates of this one: DUPLICATES_SHOWN at most of those the actor may see."""
    alike = flags.possible_duplicates(appointment_request).visible_to(actor, now).select_related("service__specialty")
    return list(alike[:DUPLICATES_SHOWN])


def duplicates(similar: list[AppointmentRequest], now: datetime) -> list[dict]:
    """These requests as columns to compare."""
    return [
        {
            "spoken": other.spoken_reference,
            "reference": other.reference,
            "url": reverse("desk:request", args=[other.reference]),
            "name": other.patient_name,
            "born": other.patient_birth_year,
            "service": str(other.service),
            "status": str(Outcome(other.outcome).label if other.outcome else Status(other.status).label),
            "received": date_words.relative_day_and_time(other.created_at, now),
            "to_call": call_details(other),
            "email": other.email,
            "reason": other.reason,
            "is_open": other.is_open and other.status != Status.QUARANTINED,
        }
        for other in similar
    ]
