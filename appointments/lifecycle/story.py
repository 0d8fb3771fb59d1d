"""What a patient's page is made from: the request, its history, appointment and offered times. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from appointments.choices import ContactOutcome
from appointments.models import Appointment, AppointmentRequest, ContactAttempt, Event, TimeOffer, WaitlistEntry
from appointments.models.appointment import LIVE, AppointmentStatus, CancellationReason
from appointments.workflow import QUEUED_STATUSES, Outcome, Status, Step

INTERNAL_STEPS = (  # not shown to patients, or shown in another way
    Step.RELEASE,
    Step.REJECT,
    Step.CLAIM,
    Step.TAKE_OVER,
    Step.LET_GO,
    Step.TRY_LATER,
    Step.ARRIVE,
    Step.NOT_ARRIVED,
    Step.LOOK,
    Step.ATTEMPT,
    Step.NOTE,
    Step.DISCRETION,
    Step.TELL,
)
SIDE_STEPS = (  # told or asked by the patient without a change of the status
    Step.CORRECT,
    Step.CHANGE,
    Step.CONFIRM,
    Step.CANNOT_COME,
    Step.ASK_ERASURE,
    Step.NO_ERASURE,
)
APPOINTMENT_BY_OUTCOME = {  # the appointment to which the outcome of a closed request refers
    Outcome.ATTENDED: Q(status=AppointmentStatus.FULFILLED),
    Outcome.NO_SHOW: Q(status=AppointmentStatus.NO_SHOW),
    Outcome.CANCELLED: Q(status=AppointmentStatus.CANCELLED, cancellation_reason=CancellationReason.PATIENT),
}


@dataclass(frozen=True)
class Story:
    """A request with its history at the moment `now`. `events` without INTERNAL_STEPS; both lists oldest first.

    `offer`: the open one, with its held times in `offered`. `waits`: its present place on the waiting list.
    """

    request: AppointmentRequest
    now: datetime
    events: list[Event]
    attempts: list[ContactAttempt]
    appointment: Appointment | None = None
    offer: TimeOffer | None = None
    offered: tuple[Appointment, ...] = ()
    waits: WaitlistEntry | None = None

    @property
    def last_step(self) -> str:
        """The last step that is neither internal nor a SIDE_STEP; "" if there is none."""
        return next((event.step for event in reversed(self.events) if event.step not in SIDE_STEPS), "")

    @property
    def absence(self) -> str:
        """Why the appointment cannot take place, in words (Appointment.absence_in_words); "" if it can, or is over."""
        if self.appointment is None or self.request.status not in (Status.BOOKED, Status.CANCEL_PENDING):
            return ""
        return self.appointment.absence_in_words

    @property
    def stamp(self) -> str:
        """A text that changes whenever what the patient is shown changes. Forms carry it, to notice outdated pages.

        Whether the desk has claimed the request, or set it aside, makes no difference.
        """
        hidden = self.request.status in QUEUED_STATUSES or self.request.status == Status.QUARANTINED
        parts = ["waiting" if hidden else self.request.status]
        if self.appointment:
            parts.append(f"appointment-{self.appointment.pk}-{self.appointment.version}")
        if self.absence:
            parts.append("away")
        if self.offer:
            parts.append(f"offer-{self.offer.pk}")
        return ".".join(parts)

    @property
    def choices(self) -> tuple[Appointment, ...]:
        """The held times that can still be chosen: none once the offer has lapsed, none that has begun or in whose
        time leave or a closure falls."""
        if self.offer is None or self.offer.expires_at <= self.now:
            return ()
        return tuple(time for time in self.offered if time.starts_at > self.now and not time.absence_in_words)

    @property
    def held_until(self) -> datetime | None:
        """Until when the last of the choices is held; None without any."""
        return max((time.hold_expires_at for time in self.choices), default=None)

    @property
    def cancel_asked_at(self) -> datetime | None:
        """When the patient last asked to cancel; None if they never did."""
        return next((event.at for event in reversed(self.events) if event.step == Step.ASK_CANCEL), None)

    @property
    def told_they_cannot_come(self) -> bool:
        """Whether the patient has said since the appointment was made, moved or confirmed that they cannot come."""
        deciding = (Step.CANNOT_COME, Step.CONFIRM, Step.MOVE, Step.BOOK, Step.ACCEPT)
        return next((event.step for event in reversed(self.events) if event.step in deciding), "") == Step.CANNOT_COME

    @property
    def has_wrong_number(self) -> bool:
        """Whether a call ended with "wrong number" and the number was not corrected since."""
        corrected = [event.at for event in self.events if event.step == Step.CORRECT]
        wrong = [attempt.at for attempt in self.attempts if attempt.outcome == ContactOutcome.WRONG_NUMBER]
        return bool(wrong) and not (corrected and corrected[-1] >= wrong[-1])

    @property
    def was_missed(self) -> bool:
        """Whether the last call did not reach the patient."""
        missed = (ContactOutcome.NO_ANSWER, ContactOutcome.LEFT_MESSAGE)
        return bool(self.attempts) and self.attempts[-1].outcome in missed


def story_of(request: AppointmentRequest, now: datetime) -> Story:
    """The story of this request at this moment. Two queries, and up to three more for its times."""
    events = list(request.events.exclude(step__in=INTERNAL_STEPS).order_by("at", "pk"))
    attempts = list(request.contact_attempts.order_by("at", "pk"))
    offer, offered, waits = None, (), None
    if request.status in (Status.AWAITING_PATIENT, Status.BOOKED):  # of a booked one: other times than its own
        offer = request.offers.filter(answer="").first()
    if offer:
        offered = tuple(_times(request.appointments.filter(offer=offer, status=AppointmentStatus.PENDING)))
    elif request.status in (Status.WAITING_LIST, Status.BOOKED):
        waits = request.waitlist_entries.filter(ended_at__isnull=True).first()
    return Story(request, now, events, attempts, _appointment(request), offer, offered, waits)


def _appointment(request: AppointmentRequest) -> Appointment | None:
    if request.status in (Status.BOOKED, Status.CANCEL_PENDING):
        return _times(request.appointments.filter(status__in=LIVE)).last()
    if request.status == Status.CLOSED and request.outcome in APPOINTMENT_BY_OUTCOME:
        return _times(request.appointments.filter(APPOINTMENT_BY_OUTCOME[request.outcome])).last()
    return None


def _times(appointments):
    return appointments.with_absence().select_related("practitioner", "location").order_by("starts_at", "pk")
