"""Choices of fields: what patients choose from in the request form, and codes that several models share."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForWhom(models.TextChoices):
    """Whether the person asking is the patient."""

    SELF = "self", _("Me")
    CHILD = "child", _("My child")
    OTHER = "other", _("Someone I care for")


class DayPart(models.TextChoices):
    """A part of a day at the clinic, in its local time."""

    MORNING = "morning", _("Morning (until 12:00)")
    AFTERNOON = "afternoon", _("Afternoon (12:00 to 17:00)")
    EVENING = "evening", _("Evening (after 17:00)")
    WHOLE_DAY = "day", _("Any time that day")

    @property
    def ends(self) -> time:
        """When this part of the day is over, clinic time."""
        return {"morning": time(12), "afternoon": time(17)}.get(self.value, time(20))

    def covers(self, clock: time) -> bool:
        """Whether this time of day, clinic time, lies in this part. Noon begins the afternoon, 17:00 the evening."""
        hours = {"morning": range(12), "afternoon": range(12, 17), "evening": range(17, 24)}
        return clock.hour in hours.get(self.value, range(24))


class CallTime(models.TextChoices):
    """When a call is welcome, on working days, clinic time."""

    MORNING = "morning", _("Mornings, 8:00 to 12:00")
    MIDDAY = "midday", _("Midday, 12:00 to 14:00")
    AFTERNOON = "afternoon", _("Afternoons, 14:00 to 18:00")


class AccessNeed(models.TextChoices):
    """What we can prepare so that the appointment works for the patient."""

    STEP_FREE = "step_free", _("A way in without steps")
    INTERPRETER = "interpreter", _("An interpreter or sign language interpreter")
    HEARING = "hearing", _("Help with hearing")
    SIGHT = "sight", _("Help with reading or seeing")
    COMPANION = "companion", _("Room for someone who comes along")
    QUIET = "quiet", _("A quiet place to wait")


class Channel(models.TextChoices):
    """How a request reached us."""

    WEB = "web", _("the form")
    PHONE = "phone", _("phone")
    DESK = "desk", _("in person")
    PAPER = "paper", _("paper")


class QueueRank(models.IntegerChoices):
    """The rank of a request in the queue; within a rank the earliest promise goes first."""

    TOP = 0, _("top: we cancelled their appointment")
    RAISED = 1, _("raised: we owe them an answer")
    NORMAL = 2, _("as promised")


class DeclineReason(models.TextChoices):
    """Why the clinic cannot give this appointment."""

    NOT_OFFERED = "not_offered", _("We do not offer this")
    OTHER_SERVICE = "other_service", _("Another service is the right one")
    REFERRAL = "referral", _("A referral is needed first")
    NOT_PATIENT = "not_patient", _("Not registered with this clinic")
    OTHER = "other", _("Another reason")


class SetAsideBecause(models.TextChoices):
    """Why a request is in quarantine: a person looks at it before any mail is sent."""

    NAME = "name", _("the name is a message: a web address, money or a number to call")
    TRAP = "trap", _("a field that people cannot see was filled in")
    QUICK = "quick", _("the whole form was sent within seconds")
    NETWORK = "network", _("many requests came from the same part of the network")
    EMAIL = "email", _("many requests came with this e-mail address")
    PHONE = "phone", _("many requests came with this phone number")
    WORDS = "words", _("the same name or reason came with several phone numbers")


class SkipReason(models.TextChoices):
    """Why a freed time was not offered to a patient on the waiting list."""

    SHORT = "short", _("too short for this appointment, or too near")
    NOT_EARLIER = "not_earlier", _("not a day earlier than the appointment they have")
    PRACTITIONER = "practitioner", _("they asked for somebody else")
    WISHES = "wishes", _("outside the times they asked for")
    NOTICE = "notice", _("too soon for the notice they need")
    OFFERED = "offered", _("it was offered to them before")
    SILENT = "silent", _("two offers before went unanswered: call first")
    BUSY = "busy", _("other times were held for them already")
    NO_CALL = "no_call", _("no e-mail, and no call was welcome in time")
    CHANGED = "changed", _("their request changed at that moment")


class ContactOutcome(models.TextChoices):
    """How a call ended."""

    NO_ANSWER = "no_answer", _("No answer")
    LEFT_MESSAGE = "left_message", _("Left a message")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    REACHED = "reached", _("Reached")


class Weekday(models.IntegerChoices):
    """Days of the week, numbered as in ISO 8601."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
