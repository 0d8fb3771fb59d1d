"""The times held for a patient, day by day in clinic time, in words for the form in which they choose one."""

from itertools import groupby

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appointments.date_words import clock_time_range_with_zone, day_and_time_with_zone, long_day
from appointments.lifecycle.story import Story
from appointments.models import Appointment


def held_times(story: Story) -> dict:
    """What templates/appointments/status/offer.html shows. `story`: of a request with an offer that is open."""
    number, days = 0, []
    for day, times in groupby(story.choices, key=lambda time: localdate(time.starts_at)):
        choices = []
        for time in times:
            choices.append({"id": f"id_time_{number}", "value": str(time.pk), "words": _in_words(time)})
            number += 1
        days.append({"name": long_day(day), "times": choices})
    return {
        "days": days,
        "none_id": f"id_time_{number}",
        "heading": _heading(story),
        "lead": _lead(story),
        "until": day_and_time_with_zone(story.held_until),
        "none": _none_of_these(story),
    }


def _heading(story: Story) -> str:
    if story.appointment is None:
        return ""
    if story.absence:
        return _("We hold other times for you")
    if all(held.starts_at < story.appointment.starts_at for held in story.choices):
        return _("We hold an earlier time for you")
    return _("We hold another time for you")


def _lead(story: Story) -> str:
    if story.appointment is None:
        return ""
    if story.absence:
        return _("Choose one of these instead of the time we cannot keep, or call us.")
    return _("You keep your appointment as it is, unless you choose one of these instead.")


def _none_of_these(story: Story) -> str:
    """The answer to choose when none of the times suits."""
    if story.appointment is None:
        return _("None of these suits me")
    return _("None of these: please call me") if story.absence else _("None of these: keep my appointment")


def _in_words(held: Appointment) -> str:
    return _("%(span)s, with %(name)s, %(place)s") % {
        "span": clock_time_range_with_zone(held.starts_at, held.ends_at),
        "name": held.practitioner.name,
        "place": held.location.name,
    }
