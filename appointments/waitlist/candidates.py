"""The patients on the waiting list to whom a freed time may be offered. Reads only.

The number of queries does not depend on how many wait; each service they wait for takes four more.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from appointments.choices import SkipReason
from appointments.models import Appointment, Event, FreedTime, PreferredWindow, TimeOffer, WaitlistEntry
from appointments.models.appointment import LIVE
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.call_times import may_be_called
from appointments.scheduling.free_times import free_times
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.waitlist.eligibility import UNANSWERED_AT_MOST, AcceptedTimes
from appointments.workflow import Status, Step

MOST_CANDIDATES = 200
LAST_CALL = timedelta(minutes=15)  # before a hold ends: later there is no use in calling about it
HOUR = timedelta(hours=1)


class Candidates:
    """The patients who wait for a service of the freed time's practitioner, at the moment `now`.

    `entries`: their places on the waiting list in the order in which they are asked, at most MOST_CANDIDATES.
    """

    def __init__(self, freed: FreedTime, now: datetime):
        self.freed, self.now = freed, now
        self.reception = read_reception_hours(now)
        entries = WaitlistEntry.objects.filter(
            ended_at__isnull=True,
            request__status__in=(Status.WAITING_LIST, Status.BOOKED),
            request__service__specialty__in=freed.practitioner.specialties.all(),
        ).select_related("request__service__specialty")
        self.entries = list(entries.order_by("request__queue_rank", "since", "pk")[:MOST_CANDIDATES])
        self._requests = [entry.request_id for entry in self.entries]
        self._free: dict[int, list[FreeTime]] = {}

    @property
    def is_free(self) -> bool:
        """Whether `free_for` has found a time for anybody; True if it was not asked."""
        return not self._free or any(self._free.values())

    def free_for(self, entry: WaitlistEntry) -> list[FreeTime]:
        """The free times for the service of this entry that begin within the freed time, earliest first."""
        service = entry.request.service
        if service.pk not in self._free:
            first, last = max(self.freed.starts_at, self.now), self.freed.ends_at
            found = free_times(
                service=service,
                practitioners=[self.freed.practitioner],
                first_day=timezone.localdate(first),
                last_day=timezone.localdate(last),
                now=self.now,
            )
            self._free[service.pk] = [
                time for time in found if first <= time.starts_at < last and time.location_id == self.freed.location_id
            ]
        return self._free[service.pk]

    def accepted_by(self, entry: WaitlistEntry) -> AcceptedTimes:
        """Which times this patient would accept."""
        return AcceptedTimes(
            windows=tuple(self._windows[entry.request_id]),
            practitioner_id=entry.request.preferred_practitioner_id,
            notice=timedelta(hours=entry.notice_hours),
            appointment_at=self._appointments.get(entry.request_id),
            offered_before=frozenset(self._offered[entry.request_id]),
            unanswered=self._unanswered[entry.request_id],
        )

    def reason_not_to_ask(self, entry: WaitlistEntry, until: datetime | None) -> SkipReason | None:
        """Why this patient cannot be asked now: an offer is open, or there is no e-mail and no time for a call.

        `until`: when the hold would end; None: there is nothing to hold. None is given if they can be asked.
        """
        if entry.request_id in self._with_open_offer:
            return SkipReason.BUSY
        if entry.request.email or until is None:
            return None
        hours = int((until - LAST_CALL - self.now) / HOUR)
        welcome = (
            may_be_called(self.now + number * HOUR, entry.request.call_times, self.reception)
            for number in range(max(hours, 0) + 1)
        )
        return None if any(welcome) else SkipReason.NO_CALL

    @cached_property
    def _windows(self) -> dict[int, list]:
        found = defaultdict(list)
        windows = PreferredWindow.objects.filter(request__in=self._requests).order_by("request", "rank")
        for request, day, part in windows.values_list("request_id", "day", "part"):
            found[request].append((day, part))
        return found

    @cached_property
    def _appointments(self) -> dict[int, datetime]:
        appointments = Appointment.objects.filter(request__in=self._requests, status__in=LIVE)
        return dict(appointments.order_by("pk").values_list("request_id", "starts_at"))

    @cached_property
    def _offered(self) -> dict[int, set]:
        """By request, the times ahead that were ever held for it, and the freed one if its appointment was moved from
        there: (practitioner, start, end)."""
        found = defaultdict(set)
        held = Appointment.objects.filter(request__in=self._requests, offer__isnull=False, starts_at__gt=self.now)
        for request, *time in held.order_by().values_list("request_id", "practitioner_id", "starts_at", "ends_at"):
            found[request].add(tuple(time))
        if self.freed.because == FreedTime.Because.MOVED:
            moved = Event.objects.filter(request__in=self._requests, step=Step.MOVE, at=self.freed.freed_at)
            for request in moved.values_list("request_id", flat=True):
                found[request].add((self.freed.practitioner_id, self.freed.starts_at, self.freed.ends_at))
        return found

    @cached_property
    def _with_open_offer(self) -> set[int]:
        return set(TimeOffer.objects.filter(request__in=self._requests, answer="").values_list("request_id", flat=True))

    @cached_property
    def _unanswered(self) -> dict[int, int]:
        """By request, how many offers of the portal ran out since the patient last answered one."""
        found, answered = defaultdict(int), set()
        offers = TimeOffer.objects.filter(request__in=self._requests, made_by__isnull=True).exclude(answer="")
        for request, answer in offers.order_by("-pk").values_list("request_id", "answer"):
            if answer != TimeOffer.Answer.ENDED:
                answered.add(request)
            elif request not in answered and found[request] < UNANSWERED_AT_MOST:
                found[request] += 1
        return found
