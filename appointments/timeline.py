"""What happened to a request and what comes next, as the patient reads it: roles, never names."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest


def timeline(request: AppointmentRequest) -> list[dict]:
    """The steps for the timeline component, oldest first. Times are clinic time."""
    return [
        {
            "when": _moment(request.created_at),
            "title": _("You sent the request"),
            "text": _("It is stored safely. You need not send it again."),
            "state": "done",
        },
        {
            "when": _("By %(moment)s") % {"moment": _moment(request.promise_at)},
            "title": _("We call you to agree on a time"),
            "text": _("Nothing is booked until then."),
            "state": "now",
        },
        {
            "when": "",
            "title": _("Your appointment is booked"),
            "text": _("You hear the day, the time and the place from us."),
            "state": "next",
        },
    ]


def _moment(moment) -> str:
    return date_format(localtime(moment), "l j F, H:i")
