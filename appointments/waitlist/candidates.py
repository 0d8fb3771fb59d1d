"""Reads who waits for a time that has become free, in their order, and what each of them wants.

A handful of queries, and a few more for each kind of appointment; however many wait.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from appointments.choices import SkipReason
from appointments.models import Appointment, FreedTime, PreferredWindow, TimeOffer, WaitlistEntry
from appointments.models.appointment import LIVE
from appointments.scheduling.availability import FreeTime
from appointments.scheduling.call_times import may_be_called
from appointments.scheduling.free_times import free_times
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.waitlist.eligibility import UNANSWERED, Wish
from appointments.workflow import Status

MOST = 200  # of those who wait longest
TO_CALL = timedelta(minutes=15)  # a hold that has to be told by phone is known this long before it ends
HOUR = timedelta(hours=1)


class Matching:
    """Those who wait for an appointment that this practitioner gives, against one freed time at one moment."""

    def __init__(self, freed: FreedTime, now: datetime):
        self.freed, self.now = freed, now
        self.reception = read_reception_hours(now)
        entries = WaitlistEntry.objects.filter(
            ended_at__isnull=True,
            request__status__in=(Status.WAITING_LIST, Status.BOOKED),
            request__service__specialty__in=freed.practitioner.specialties.all(),
        ).select_related("request__service__specialty")
        self.entries = list(entries.order_by("request__queue_rank", "since", "pk")[:MOST])
        self._requests = [entry.request_id for entry in self.entries]
        self._free: dict[int, list[FreeTime]] = {}

    @property
    def is_free(self) -> bool:
        """Whether anything was free for any of those who wait; with nobody waiting, nobody knows."""
        return not self._free or any(self._free.values())

    def free_for(self, entry: WaitlistEntry) -> list[FreeTime]:
        """The appointments of this kind that begin within the freed time, earliest first."""
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

    def wish_of(self, entry: WaitlistEntry) -> Wish:
        """What this patient would take."""
        return Wish(
            windows=tuple(self._windows[entry.request_id]),
            practitioner_id=entry.request.preferred_practitioner_id,
            notice=timedelta(hours=entry.notice_hours),
            appointment_at=self._appointments.get(entry.request_id),
            offered_before=frozenset(self._offered[entry.request_id]),
            unanswered=self._unanswered[entry.request_id],
        )

    def reason_against_asking(self, entry: WaitlistEntry, until: datetime | None) -> SkipReason | None:
        """Why a time that suits cannot be offered to them just now: one is held already, or no call is welcome."""
        if entry.request_id in self._busy:
            return SkipReason.BUSY
        if entry.request.email or until is None:
            return None
        hours = int((until - TO_CALL - self.now) / HOUR)
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
        """With whom and when each of them was held a time before."""
        found = defaultdict(set)
        held = Appointment.objects.filter(request__in=self._requests, offer__isnull=False, starts_at__gt=self.now)
        for request, *time in held.order_by().values_list("request_id", "practitioner_id", "starts_at", "ends_at"):
            found[request].add(tuple(time))
        return found

    @cached_property
    def _busy(self) -> set[int]:
        return set(TimeOffer.objects.filter(request__in=self._requests, answer="").values_list("request_id", flat=True))

    @cached_property
    def _unanswered(self) -> dict[int, int]:
        """How many of the portal's offers to each of them ran out since the last one that was answered."""
        found, answered = defaultdict(int), set()
        offers = TimeOffer.objects.filter(request__in=self._requests, made_by__isnull=True).exclude(answer="")
        for request, answer in offers.order_by("-pk").values_list("request_id", "answer"):
            if answer != TimeOffer.Answer.ENDED:
                answered.add(request)
            elif request not in answered and found[request] < UNANSWERED:
                found[request] += 1
        return found
