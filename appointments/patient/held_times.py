"""Held times as a patient reads them: day by day, with what choosing one means."""

from itertools import groupby

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appointments.booking.actions.slots import absence_in_words
from appointments.lifecycle.story import Story, moment_in_words, span_in_words
from appointments.models import Appointment


def words_of_offer(story: Story) -> dict:
    """The times that can be chosen, day by day, and what choosing one means."""
    number, days = 0, []
    for day, times in groupby(story.choices, key=lambda held: localdate(held.starts_at)):
        choices = []
        for held in times:
            choices.append({"id": f"id_time_{number}", "value": str(held.pk), "words": _in_words(held)})
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
    standing = story.appointment
    if absence_in_words(standing.practitioner, standing.starts_at, standing.ends_at):
        return _("We are sorry: we cannot keep the time of your appointment. Choose one of these instead, or call us.")
    return _("You keep your appointment as it is, unless you choose one of these instead.")


def _in_words(held: Appointment) -> str:
    return _("%(span)s, with %(name)s, %(place)s") % {
        "span": span_in_words(held),
        "name": held.practitioner.name,
        "place": held.location.name,
    }
