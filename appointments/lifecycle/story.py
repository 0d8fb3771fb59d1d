"""Everything a patient's page is told from: the request, what happened to it, and the time it was given. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from appointments.choices import ContactOutcome
from appointments.models import Appointment, AppointmentRequest, ContactAttempt, Event, TimeOffer, WaitlistEntry
from appointments.models.appointment import LIVE, AppointmentStatus, CancellationReason
from appointments.workflow import QUEUED_STATUSES, Outcome, Status, Step

OURS = (  # what we do among ourselves, or what is told otherwise
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
ASIDE = (  # what was told or asked beside the way of a request, and leaves it where it stands
    Step.CORRECT,
    Step.CHANGE,
    Step.CONFIRM,
    Step.CANNOT_COME,
    Step.ASK_ERASURE,
    Step.NO_ERASURE,
)
APPOINTMENT_OF = {  # the appointment a closed request speaks of
    Outcome.ATTENDED: Q(status=AppointmentStatus.FULFILLED),
    Outcome.NO_SHOW: Q(status=AppointmentStatus.NO_SHOW),
    Outcome.CANCELLED: Q(status=AppointmentStatus.CANCELLED, cancellation_reason=CancellationReason.PATIENT),
}


@dataclass(frozen=True)
class Story:
    """A request with its history at this moment. Events without those that are ours alone; both lists oldest first."""

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
        """The last thing that happened and concerns the patient, calls and asides left out."""
        return next((event.step for event in reversed(self.events) if event.step not in ASIDE), "")

    @property
    def stamp(self) -> str:
        """What the patient sees of how it stands, for forms to carry: an answer given to another stamp is asked again.

        Whether the desk has taken the request on, or set it aside, makes no difference.
        """
        hidden = self.request.status in QUEUED_STATUSES or self.request.status == Status.QUARANTINED
        parts = ["waiting" if hidden else self.request.status]
        if self.appointment:
            parts.append(f"appointment-{self.appointment.pk}-{self.appointment.version}")
        if self.offer:
            parts.append(f"offer-{self.offer.pk}")
        return ".".join(parts)

    @property
    def choices(self) -> tuple[Appointment, ...]:
        """The held times that can still be chosen."""
        if self.offer is None or self.offer.expires_at <= self.now:
            return ()
        return tuple(time for time in self.offered if time.starts_at > self.now)

    @property
    def cancel_asked_at(self) -> datetime | None:
        """When the patient last asked to cancel."""
        return next((event.at for event in reversed(self.events) if event.step == Step.ASK_CANCEL), None)

    @property
    def told_they_cannot_come(self) -> bool:
        """Whether the patient said so of the appointment as it stands."""
        ours = (Step.CANNOT_COME, Step.CONFIRM, Step.MOVE, Step.BOOK, Step.ACCEPT)
        return next((event.step for event in reversed(self.events) if event.step in ours), "") == Step.CANNOT_COME

    @property
    def has_wrong_number(self) -> bool:
        """Whether somebody else answered, and the number was not corrected since."""
        corrected = [event.at for event in self.events if event.step == Step.CORRECT]
        wrong = [attempt.at for attempt in self.attempts if attempt.outcome == ContactOutcome.WRONG_NUMBER]
        return bool(wrong) and not (corrected and corrected[-1] >= wrong[-1])

    @property
    def was_missed(self) -> bool:
        """Whether the last call did not reach the patient."""
        missed = (ContactOutcome.NO_ANSWER, ContactOutcome.LEFT_MESSAGE)
        return bool(self.attempts) and self.attempts[-1].outcome in missed


def story_of(request: AppointmentRequest, now: datetime) -> Story:
    """Reads what happened. Two queries, and up to three more for the times of the request if it has any."""
    events = list(request.events.exclude(step__in=OURS).order_by("at", "pk"))
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
    if request.status == Status.CLOSED and request.outcome in APPOINTMENT_OF:
        return _times(request.appointments.filter(APPOINTMENT_OF[request.outcome])).last()
    return None


def _times(appointments):
    return appointments.select_related("practitioner", "location").order_by("starts_at", "pk")
