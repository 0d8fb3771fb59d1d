"""The times held for a patient, day by day in clinic time, in words for the form in which they choose one."""

from itertools import groupby

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appointments.booking.actions.slots import away_at
from appointments.lifecycle.story import Story, moment_in_words, span_in_words
from appointments.models import Appointment


def held_times(story: Story) -> dict:
    """What templates/appointments/status/offer.html shows. `story`: of a request with an offer that is open."""
    number, days = 0, []
    for day, times in groupby(story.choices, key=lambda time: localdate(time.starts_at)):
        choices = []
        for time in times:
            choices.append({"id": f"id_time_{number}", "value": str(time.pk), "words": _in_words(time)})
            number += 1
        days.append({"name": date_format(day, "l j F Y"), "times": choices})
    return {
        "days": days,
        "none_id": f"id_time_{number}",
        "heading": _heading(story),
        "lead": _lead(story),
        "until": moment_in_words(story.offer.expires_at),
    }


def _heading(story: Story) -> str:
    if story.appointment is None:
        return ""
    if all(held.starts_at < story.appointment.starts_at for held in story.choices):
        return _("We hold an earlier time for you")
    return _("We hold another time for you")


def _lead(story: Story) -> str:
    if story.appointment is None:
        return ""
    if away_at(story.appointment):
        return _("We are sorry: we cannot keep the time of your appointment. Choose one of these instead, or call us.")
    return _("You keep your appointment as it is, unless you choose one of these instead.")


def _in_words(held: Appointment) -> str:
    return _("%(span)s, with %(name)s, %(place)s") % {
        "span": span_in_words(held),
        "name": held.practitioner.name,
        "place": held.location.name,
    }
