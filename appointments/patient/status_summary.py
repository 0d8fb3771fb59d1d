"""Where a request stands, in words for the patient: a heading, one leading sentence, and what to do."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from appointments.booking.actions.booking import UNDO_WITHIN
from appointments.date_words import clock_time_range_with_zone, day_and_time_with_zone, day_without_year, long_day
from appointments.lifecycle.story import Story
from appointments.models import Appointment, AppointmentRequest
from appointments.patient.actions import identity
from appointments.scheduling.call_times import called_again_from
from appointments.workflow import QUEUED_STATUSES, Outcome, Status, Step


@dataclass(frozen=True)
class StatusSummary:
    """What the page says first. `more`: further sentences. `rows`: for components/summary_list.html.

    `answer`: the clinic's own words on what to do instead, plain text.
    """

    heading: str
    lead: str
    more: list[str] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    answer: str = ""
    is_open: bool = True


def status_summary(story: Story) -> StatusSummary:
    """The summary at the moment of the story. Holds no name, number or reason of a patient: links get forwarded."""
    status = story.request.status
    if status in QUEUED_STATUSES or status == Status.QUARANTINED:
        return _waiting(story)
    return {
        Status.AWAITING_PATIENT: _offered,
        Status.BOOKED: _booked,
        Status.CANCEL_PENDING: _cancelling,
        Status.WAITING_LIST: _waiting_list,
        Status.CLOSED: _closed,
        Status.ERASED: _erased,
    }[status](story)


def _waiting(story: Story) -> StatusSummary:
    request, more = story.request, []
    heading = _("Request sent – not booked yet")
    if story.last_step == Step.CANCEL_BY_CLINIC:
        heading = _("We had to cancel your appointment – nothing is booked now")
        more.append(_("We are sorry. You need not ask again: your request is first in our queue."))
    by = day_and_time_with_zone(request.promise_at)
    again = called_again_from(request, story.now)
    if story.was_missed and again:
        lead = _("We called and did not reach you. We call again from %(moment)s.") % {
            "moment": day_and_time_with_zone(again)
        }
        more.append(_("You can also call us, and give your reference."))
    elif story.was_missed:
        lead = _("We called and did not reach you. We call again soon.")
        more.append(_("You can also call us, and give your reference."))
    elif request.promise_at <= story.now:
        lead = _("We promised to call you by %(moment)s, and we are late. We are sorry.") % {"moment": by}
        more.append(_("Your request is with us and is not forgotten. If you would rather not wait, call us."))
    else:
        lead = _("We call you by %(moment)s to agree on a day and a time.") % {"moment": by}
        if not more and not story.has_wrong_number:
            more.append(_("You need not do anything else now."))
    if story.has_wrong_number:
        more.append(_("The phone number we have is not yours. Please call us, so that we can reach you."))
    return StatusSummary(heading, lead, more)


def _offered(story: Story) -> StatusSummary:
    if story.offer and not story.choices:
        lead = _("The times we held for you have run out. We look for others, and tell you.")
        return StatusSummary(_("The times have run out – not booked yet"), lead, [_("You can also call us.")])
    rows = [_row(_("We hold"), [_in_one_line(appointment) for appointment in story.choices])] if story.choices else []
    lead = _("We have times for you.")
    if story.held_until:
        lead = _("We have times for you, and hold them until %(moment)s.") % {
            "moment": day_and_time_with_zone(story.held_until)
        }
    more = [_("Choose one here, or call us. Nothing is booked until then.")]
    return StatusSummary(_("Choose a time – not booked yet"), lead, more, rows)


def _booked(story: Story) -> StatusSummary:
    appointment = story.appointment
    if appointment is None:
        return StatusSummary(_("Your appointment is booked"), _("Call us to hear the day and the time."))
    if story.absence:
        return _not_kept(story)
    if appointment.ends_at <= story.now:
        return StatusSummary(
            _("Your appointment was on %(day)s") % {"day": _day(appointment)},
            _when(appointment),
            [],
            _appointment_rows(appointment),
        )
    lead, more = _("We expect you on %(when)s.") % {"when": _when(appointment)}, []
    if story.told_they_cannot_come:
        more.append(
            _("You told us that you cannot come. Please call us: until we have talked, the time is still yours.")
        )
    elif appointment.confirmed_at:
        more.append(_("You told us that you are coming. Thank you."))
    if story.waits:
        more.append(
            _("You asked for an earlier time. If one becomes free we offer it to you; until then this one stays.")
        )
    return StatusSummary(_("Your appointment is booked"), lead, more, _appointment_rows(appointment))


def _not_kept(story: Story) -> StatusSummary:
    """Leave or a closure stands against the booked appointment: nothing here says that it takes place."""
    appointment = story.appointment
    if appointment.ends_at <= story.now:
        lead = _("We could not keep it: %(why)s. We are sorry.") % {"why": story.absence}
        heading = _("Your appointment on %(day)s did not take place") % {"day": _day(appointment)}
        return StatusSummary(heading, lead, [_("If you still need it, call us.")])
    lead = _("Please do not come on %(when)s: %(why)s. We are sorry.") % {
        "when": _when(appointment),
        "why": story.absence,
    }
    more = _("We call you to find another time. You can also call us, and give your reference.")
    if story.choices:
        more = _("We hold other times for you: choose one of them below, or call us.")
    return StatusSummary(_("We cannot keep your appointment"), lead, [more])


def _cancelling(story: Story) -> StatusSummary:
    if story.absence:
        lead = _("You asked us to cancel. We could not have kept the time either: %(why)s.") % {"why": story.absence}
        return StatusSummary(_("Your appointment is being cancelled"), lead)
    until = story.cancel_asked_at + UNDO_WITHIN if story.cancel_asked_at else story.now
    lead = _("You asked us to cancel. The time goes to somebody else now.")
    if until > story.now:
        lead = _("You asked us to cancel. Until %(moment)s you can still keep your appointment.") % {
            "moment": day_and_time_with_zone(until)
        }
    return StatusSummary(
        _("Your appointment is being cancelled"),
        lead,
        [],
        _appointment_rows(story.appointment) if story.appointment else [],
    )


def _waiting_list(story: Story) -> StatusSummary:
    lead = _("We call you as soon as a time is free.")
    if story.waits and story.waits.review_on < localdate(story.now):
        lead = _("We promised to call you on %(day)s at the latest, and we are late. We are sorry.") % {
            "day": day_without_year(story.waits.review_on)
        }
    elif story.waits:
        lead = _("We call you as soon as a time is free, on %(day)s at the latest.") % {
            "day": day_without_year(story.waits.review_on)
        }
    return StatusSummary(
        _("You are on our waiting list – not booked yet"), lead, [_("You keep your place; you need not ask again.")]
    )


def _closed(story: Story) -> StatusSummary:
    request, appointment = story.request, story.appointment
    on_the_day = " " + _("It was on %(when)s.") % {"when": _when(appointment)} if appointment else ""
    match request.outcome:
        case Outcome.ATTENDED:
            return _over(_("You came to your appointment"), _("This request is finished.") + on_the_day)
        case Outcome.NO_SHOW:
            lead = _("We noted that you did not come to your appointment.") + on_the_day
            return _over(_("You missed your appointment"), lead, _("If you were here, or still need it, call us."))
        case Outcome.CANCELLED:
            return _over(_("Your appointment is cancelled"), _("You asked us to cancel it.") + on_the_day)
        case Outcome.DECLINED:
            lead = _("Nothing is booked. Below is what we suggest.")
            return StatusSummary(
                _("We cannot offer this appointment"), lead, answer=request.public_answer, is_open=False
            )
        case Outcome.WITHDRAWN:
            return _over(_("This request was withdrawn"), _("Nothing is booked, and nobody calls you about it."))
        case Outcome.UNREACHABLE:
            lead = _("We called several times and did not reach you. Nothing is booked.")
            return _over(_("We could not reach you"), lead, _("If you still need the appointment, call us."))
        case Outcome.DUPLICATE if not request.duplicate_of.is_open:
            lead = _("It was the same wish as your request %(reference)s, which has ended by now.") % {
                "reference": request.duplicate_of
            }
            return _over(_("You asked twice – we put both together"), lead, _("If you still need it, call us."))
        case Outcome.DUPLICATE:
            lead = _("It was the same wish as your request %(reference)s, which goes on.") % {
                "reference": request.duplicate_of
            }
            return _over(_("You asked twice – one request goes on"), lead, _("Nothing is lost. Call us to hear more."))
    lead = _("We took it for a mistake. Nothing is booked.")
    return _over(_("This request is closed"), lead, _("If you need an appointment, call us."))


def _erased(story: Story) -> StatusSummary:
    lead = _("Your name, your number, and everything else you told us were erased.")
    return _over(_("This request was erased"), lead)


def erasure_status(story: Story) -> str:
    """When the data is erased, as the patient asked; "" if they did not ask, and once it is done."""
    request = story.request
    if request.erasure_asked_at is None or request.status == Status.ERASED:
        return ""
    if request.status == Status.CLOSED:
        return _("You asked us to erase what you told us. We do so within two days. Until then you can take that back.")
    if request.status == Status.CANCEL_PENDING:
        return _(
            "You asked us to erase what you told us. We do so within two days after your appointment is cancelled."
        )
    if request.status == Status.BOOKED:
        return _("You asked us to erase what you told us. We do so within two days after your appointment.")
    return _("You asked us to erase what you told us. We do so within two days after your request is closed.")


def _over(heading: str, lead: str, *more: str) -> StatusSummary:
    return StatusSummary(heading, lead, list(more), is_open=False)


def _appointment_rows(appointment: Appointment) -> list[dict]:
    where = [appointment.location.name, *appointment.location.address.splitlines()]
    if appointment.location.step_free:
        where.append(_("Can be reached without steps"))
    return [
        _row(_("Day"), _day(appointment)),
        _row(_("Time"), clock_time_range_with_zone(appointment.starts_at, appointment.ends_at)),
        _row(_("Place"), where),
        _row(_("With"), str(appointment.practitioner.name)),
    ]


def _row(label: str, value) -> dict:
    return {"label": label, "value": value, "change_url": ""}


def _in_one_line(appointment: Appointment) -> str:
    return _("%(when)s, with %(name)s, %(place)s") % {
        "when": day_and_time_with_zone(appointment.starts_at),
        "name": appointment.practitioner.name,
        "place": appointment.location.name,
    }


def _day(appointment: Appointment) -> str:
    return long_day(localdate(appointment.starts_at))


def _when(appointment: Appointment) -> str:
    return _("%(day)s, %(span)s") % {
        "day": _day(appointment),
        "span": clock_time_range_with_zone(appointment.starts_at, appointment.ends_at),
    }


def guessed_in_words(request: AppointmentRequest) -> str:
    """What the patient is told once somebody has given wrong answers about who they are; "" before."""
    if request.wrong_answers < identity.TOLD_FROM:
        return ""
    words = _(
        "%(number)s times somebody behind a link to this request gave a year of birth or a number that does not fit. "
        "If that was not you, somebody else has the link: please call us."
    ) % {"number": request.wrong_answers}
    return (
        f"{words} {identity.only_by_phone()}" if request.wrong_answers >= identity.WRONG_ANSWERS_ALTOGETHER else words
    )
