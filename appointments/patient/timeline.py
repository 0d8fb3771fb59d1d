"""What happened to a request and what comes next, in words for the patient: roles, never names."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.choices import Channel, ContactOutcome
from appointments.date_words import day_and_time, day_without_year
from appointments.lifecycle.story import Story
from appointments.models import Event
from appointments.scheduling.call_times import called_again_from
from appointments.workflow import QUEUED_STATUSES, Role, Status, Step

STEP_WORDS = {  # title, text
    Step.OFFER: (gettext_lazy("We held times for you to choose from"), ""),
    Step.ACCEPT: (gettext_lazy("Your appointment was booked"), gettext_lazy("You chose one of the times we held.")),
    Step.NONE_SUITS: (gettext_lazy("None of the times suited you"), gettext_lazy("We look for others.")),
    Step.OFFER_ENDED: (gettext_lazy("The times we held for you ran out"), gettext_lazy("We look for others.")),
    Step.TAKE_BACK_OFFER: (gettext_lazy("We took the offered times back"), gettext_lazy("We look for others.")),
    Step.BOOK: (gettext_lazy("Your appointment was booked"), ""),
    Step.MOVE: (gettext_lazy("Your appointment was moved to another time"), ""),
    Step.ATTEND: (gettext_lazy("You came to your appointment"), ""),
    Step.MISS: (gettext_lazy("We noted that you did not come"), ""),
    Step.NOT_MISSED: (gettext_lazy("We took that back: it was our mistake"), ""),
    Step.ASK_CANCEL: (gettext_lazy("You asked us to cancel"), ""),
    Step.KEEP: (gettext_lazy("You kept your appointment after all"), ""),
    Step.CANCEL: (gettext_lazy("Your appointment was cancelled, as you asked"), ""),
    Step.CANCEL_BY_CLINIC: (gettext_lazy("We had to cancel your appointment"), gettext_lazy("We find you a new time.")),
    Step.WAIT: (gettext_lazy("You agreed to wait for a time"), gettext_lazy("You are on our waiting list.")),
    Step.CALL_UP: (gettext_lazy("We took you from the waiting list"), gettext_lazy("We call you.")),
    Step.DECLINE: (gettext_lazy("We could not offer this appointment"), ""),
    Step.WITHDRAW: (gettext_lazy("The request was withdrawn"), ""),
    Step.GIVE_UP: (gettext_lazy("We stopped calling, because we could not reach you"), ""),
    Step.MERGE: (gettext_lazy("We put this request together with another one of yours"), ""),
    Step.REOPEN: (gettext_lazy("We opened the request again"), ""),
    Step.CORRECT: (gettext_lazy("We corrected the phone number"), ""),
    Step.LATE: (gettext_lazy("We were late"), gettext_lazy("We are sorry. You have a new time by which we answer.")),
    Step.WANT_EARLIER: (
        gettext_lazy("You asked for an earlier time"),
        gettext_lazy("Your appointment stays as it is until you choose another."),
    ),
    Step.NOT_EARLIER: (gettext_lazy("You wait for no earlier time any more"), ""),
    Step.WAIT_ON: (gettext_lazy("You are on our waiting list again"), gettext_lazy("You have kept your place.")),
    Step.ERASE: (gettext_lazy("We erased what you had told us"), ""),
    Step.CHANGE: (gettext_lazy("You changed what you had told us"), ""),
    Step.CONFIRM: (gettext_lazy("You told us that you are coming"), ""),
    Step.CANNOT_COME: (gettext_lazy("You told us that you cannot come"), gettext_lazy("We call you about it.")),
    Step.ASK_ERASURE: (gettext_lazy("You asked us to erase what you had told us"), ""),
    Step.NO_ERASURE: (gettext_lazy("You asked us to keep it after all"), ""),
}
STEP_WORDS_BY_PATIENT = {Step.CORRECT: (gettext_lazy("You changed the phone number"), "")}
STEP_WORDS_WHEN_BOOKED = {
    Step.NONE_SUITS: (
        gettext_lazy("None of the other times suited you"),
        gettext_lazy("Your appointment stands as it was."),
    )
}
CALL_WORDS = {
    ContactOutcome.NO_ANSWER: gettext_lazy("We called, and nobody answered"),
    ContactOutcome.LEFT_MESSAGE: gettext_lazy("We called, and left a message"),
    ContactOutcome.WRONG_NUMBER: gettext_lazy("We called, and the number was not yours"),
    ContactOutcome.REACHED: gettext_lazy("We talked to you"),
}


def timeline(story: Story) -> list[dict]:
    """The entries of components/timeline.html, oldest first: what happened, what goes on, what comes. Clinic time."""
    return [*_past(story), *_current_and_next(story)]


def _past(story: Story) -> list[dict]:
    found = [(event.at, *_title_and_text(story, event)) for event in story.events]
    found += [(attempt.at, CALL_WORDS[attempt.outcome], "") for attempt in story.attempts]
    found.sort(key=lambda entry: entry[0])
    return [_entry(day_and_time(at), title, text, "done") for at, title, text in found]


def _title_and_text(story: Story, event: Event) -> tuple:
    if event.step not in (Step.ASK, Step.QUARANTINE):
        if event.role == Role.PATIENT and event.step in STEP_WORDS_BY_PATIENT:
            return STEP_WORDS_BY_PATIENT[event.step]
        if event.before == Status.BOOKED and event.step in STEP_WORDS_WHEN_BOOKED:
            if story.absence:
                return STEP_WORDS_WHEN_BOOKED[event.step][0], ""
            return STEP_WORDS_WHEN_BOOKED[event.step]
        return STEP_WORDS[event.step]
    if story.request.channel != Channel.WEB:
        return _("We took down your request"), _("It is stored safely.")
    return _("You sent the request"), _("It is stored safely. You need not send it again.")


def _current_and_next(story: Story) -> list[dict]:
    request = story.request
    booked = _entry("", _("Your appointment is booked"), _("You hear the day, the time and the place from us."), "next")
    if request.status in QUEUED_STATUSES or request.status == Status.QUARANTINED:
        return [_expected_call(story), booked]
    if request.status == Status.AWAITING_PATIENT and story.offer and not story.choices:
        return [_entry("", _("We look for other times"), _("Nothing is booked until then."), "now"), booked]
    if request.status == Status.AWAITING_PATIENT and story.offer:
        until = _("Until %(moment)s") % {"moment": day_and_time(story.held_until)}
        return [_entry(until, _("You choose one of the times"), _("Nothing is booked until then."), "now"), booked]
    if request.status == Status.WAITING_LIST and story.waits and story.waits.review_on < localdate(story.now):
        return [_entry("", _("We call you"), _("Nothing is booked until then."), "now"), booked]
    if request.status == Status.WAITING_LIST and story.waits:
        by = _("By %(moment)s") % {"moment": day_without_year(story.waits.review_on)}
        text = _("As soon as a time is free, and by then at the latest. Nothing is booked until then.")
        return [_entry(by, _("We call you"), text, "now"), booked]
    if request.status == Status.CANCEL_PENDING:
        return [_entry("", _("Your appointment is being cancelled"), "", "now")]
    if request.status == Status.BOOKED and story.appointment and story.appointment.ends_at > story.now:
        if story.absence and story.choices:
            return [_entry("", _("You choose another time"), _("The one you have cannot be kept."), "now")]
        if story.absence:
            return [_entry("", _("We find another time"), _("The one you have cannot be kept."), "now")]
        return [_entry(day_and_time(story.appointment.starts_at), _("Your appointment"), "", "now")]
    return []


def _expected_call(story: Story) -> dict:
    request, text = story.request, _("Nothing is booked until then.")
    if again := called_again_from(request, story.now):
        when = _("From %(moment)s") % {"moment": day_and_time(again)}
        return _entry(when, _("We call you again to agree on a time"), text, "now")
    is_ahead = request.promise_at > story.now and not story.was_missed
    when = _("By %(moment)s") % {"moment": day_and_time(request.promise_at)} if is_ahead else ""
    return _entry(when, _("We call you to agree on a time"), text, "now")


def _entry(when: str, title: str, text: str, state: str) -> dict:
    return {"when": when, "title": title, "text": text, "state": state}
