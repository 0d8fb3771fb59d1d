"""For the desk lead: who opened which requests, which exports were made, and whether the chains of events are whole."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appointments import date_words
from appointments.clinic_time import span_of_days
from appointments.desk.access import at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.privacy import DaysForm
from appointments.models import AppointmentRequest, ExportRecord
from appointments.privacy import access_patterns, mentions
from appointments.privacy.history_state import history_state
from appointments.workflow import Role, Status
from portal.lib import csv_safe

MOST_LOOKS = 200  # looks on the page; the CSV holds all of them
MOST_SEARCHED = 10  # patients to be erased whose names are looked for in texts about others


@require_safe
@at_the_desk(Role.LEAD)
def access(request):
    """The days ?first_day= to ?last_day=, the last seven without them. With ?as=csv the looks as a CSV file."""
    now = timezone.now()
    form = DaysForm(request.GET if {"first_day", "last_day"} & request.GET.keys() else {})
    valid = form.is_valid()
    chosen = form.cleaned_data if valid else _last_seven_days()
    first, last = chosen["first_day"], chosen["last_day"]
    people, looks = access_patterns.report(first, last)
    if valid and request.GET.get("as") == "csv":
        return _csv(looks, first, last)
    named = urlencode({"first_day": first.isoformat(), "last_day": last.isoformat()})
    context = {
        "form": form if form.is_bound and not valid else DaysForm(initial=chosen),
        "first": date_words.long_day(first),
        "last": date_words.long_day(last),
        "people": [_person(one) for one in people],
        "looks": [_look(one, now) for one in looks[:MOST_LOOKS]],
        "rest": max(len(looks) - MOST_LOOKS, 0),
        "csv_url": f"?{named}&as=csv",
        "exports": _exports(first, last, now),
        "waiting": _waiting_erasures(now),
        "history": history_state(),
        "within": int(access_patterns.BURST_SPAN.total_seconds() // 60),
    }
    return render(
        request, "desk/access.html", desk_context(request, "access", now) | context, status=200 if valid else 422
    )


def _last_seven_days() -> dict:
    form = DaysForm({})
    form.is_valid()
    return form.cleaned_data


def _person(one: access_patterns.StaffAccess) -> dict:
    return {
        "name": str(one.user),
        "looks": one.looks,
        "requests": len(one.requests),
        "unworked": len(one.unworked),
        "outside_hours": one.outside_hours,
        "most_together": one.largest_burst,
        "same_name": len(one.same_name),
        "lists": one.lists,
        "listed": len(one.listed),
        "unusual": one.is_unusual,
    }


def _look(one: access_patterns.UnexplainedLook, now) -> dict:
    notes = [_("outside opening hours")] if one.outside_hours else []
    notes += [_("the same surname")] if one.same_name else []
    return {
        "when": date_words.relative_day_and_time(one.at, now),
        "who": str(one.who),
        "reference": one.reference,
        "url": reverse("desk:request", args=[one.reference]),
        "notes": ", ".join(notes),
    }


def _exports(first, last, now) -> list[dict]:
    span = span_of_days(first, last, timezone.get_default_timezone())
    made = ExportRecord.objects.filter(at__gte=span.start, at__lt=span.end).select_related("by")
    return [
        {
            "when": date_words.relative_day_and_time(record.at, now),
            "who": str(record.by),
            "why": record.why,
            "what": f"{date_words.long_day(record.first_day)} – {date_words.long_day(record.last_day)}",
            "number": len(record.requests),
            "format": str(record.get_format_display()),
            "with_reason": record.with_reason,
        }
        for record in made.order_by("-at", "-pk")[:MOST_LOOKS]
    ]


def _waiting_erasures(now) -> list[dict]:
    """The requests whose patients asked for erasure and that are not erased yet, and which texts about others name
    them."""
    asked = AppointmentRequest.objects.filter(erasure_asked_at__isnull=False).exclude(status=Status.ERASED)
    waiting = list(asked.order_by("erasure_asked_at", "pk")[:MOST_LOOKS])
    named_in = {
        one.pk: [each.where for each in mentions.find_mentions(mentions.names_of([one]), besides=[one.pk])]
        for one in waiting[:MOST_SEARCHED]
    }
    return [
        {
            "reference": one.spoken_reference,
            "url": reverse("desk:request", args=[one.reference]),
            "since": date_words.relative_day_and_time(one.erasure_asked_at, now),
            "status": str(one.get_status_display()),
            "named_in": named_in.get(one.pk, []),
        }
        for one in waiting
    ]


def _csv(looks: list[access_patterns.UnexplainedLook], first, last):
    def rows():
        yield [_("When"), _("Who"), _("Request"), _("Outside opening hours"), _("Same surname")]
        for one in looks:
            at = date_words.sortable_day_and_time_to_the_second(one.at)
            yield [at, str(one.who), one.reference, _yes(one.outside_hours), _yes(one.same_name)]

    answer = StreamingHttpResponse(csv_safe.lines(rows()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="looks-{first}-to-{last}.csv"'
    return answer


def _yes(value: bool) -> str:
    return _("yes") if value else ""
