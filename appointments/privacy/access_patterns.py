"""Who opened which requests, counted, with what a desk lead may want to ask about. Reads only."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from appointments.clinic_time import Span, span_of_days
from appointments.models import Appointment, Event, ListLook
from appointments.references import spoken_reference
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.workflow import Step
from portal.lib.text import fold
from portal.models import User

MOST_DAYS = 92  # of one report
BURST_SPAN = timedelta(minutes=10)
UNUSUAL_BURST = 20  # different requests opened within BURST_SPAN
UNUSUAL_UNWORKED = 10  # requests opened and never worked on
SHORTEST_NAME = 3  # letters; too many people share shorter surnames


@dataclass(frozen=True)
class UnexplainedLook:
    """One opening of a request by somebody who never worked on it. `same_name`: with the patient's surname."""

    at: datetime
    who: User
    reference: str
    outside_hours: bool
    same_name: bool


@dataclass
class StaffAccess:
    """What one person opened. `looks` counts every opening; the sets hold the keys of requests.

    `unworked`: never worked on by this person. `outside_hours`: looks while reception was closed. `largest_burst`: the
    most requests opened within BURST_SPAN. `lists`: lists with patients' names they were shown; `listed`: the requests
    on these.
    """

    user: User
    looks: int = 0
    requests: set[int] = field(default_factory=set)
    unworked: set[int] = field(default_factory=set)
    outside_hours: int = 0
    same_name: set[int] = field(default_factory=set)
    largest_burst: int = 0
    lists: int = 0
    listed: set[int] = field(default_factory=set)

    @property
    def is_unusual(self) -> bool:
        """Whether a lead should ask: same surname, outside hours, a large burst, or mostly without work on it."""
        return bool(
            self.same_name
            or self.outside_hours
            or self.largest_burst >= UNUSUAL_BURST
            or (len(self.unworked) >= UNUSUAL_UNWORKED and 2 * len(self.unworked) > len(self.requests))
        )


def report(first_day: date, last_day: date) -> tuple[list[StaffAccess], list[UnexplainedLook]]:
    """Who opened requests or was shown lists on these days, and each look without work on the request. Six queries.

    The days are the clinic's and both included. Unusual access comes first, then by unworked requests; looks come
    latest first. Looks of a practitioner at their own patients are counted, and are not unusual.
    """
    span = span_of_days(first_day, last_day, timezone.get_default_timezone())
    worked = Event.objects.filter(request=OuterRef("request"), by=OuterRef("by")).exclude(step=Step.LOOK)
    looks = Event.objects.filter(step=Step.LOOK, at__gte=span.start, at__lt=span.end).annotate(worked=Exists(worked))
    theirs = Appointment.objects.filter(request=OuterRef("request"), practitioner__user=OuterRef("by"))
    looks = looks.annotate(own=Exists(theirs))
    columns = "by", "request", "at", "worked", "own", "request__reference", "request__patient_name_folded"
    rows = list(looks.order_by("at", "pk").values_list(*columns))
    lists = list(ListLook.objects.filter(at__gte=span.start, at__lt=span.end).values_list("by", "requests"))
    people = User.objects.in_bulk({row[0] for row in (*rows, *lists)})
    is_open = _opening_test(span)
    by_user: dict[int, StaffAccess] = {pk: StaffAccess(user) for pk, user in people.items()}
    moments: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    unexplained = []
    for who, request, at, has_worked, own, reference, folded in rows:
        access, outside = by_user[who], not is_open(at)
        if own:  # a practitioner's own patients: nothing to explain, at whatever hour
            access.looks += 1
            access.requests.add(request)
            continue
        alike = not has_worked and surname(access.user) in folded.split()
        access.looks += 1
        access.requests.add(request)
        access.outside_hours += outside
        moments[who].append((at, request))
        if not has_worked:
            access.unworked.add(request)
            unexplained.append(UnexplainedLook(at, access.user, spoken_reference(reference), outside, alike))
        if alike:
            access.same_name.add(request)
    for who, listed in lists:
        by_user[who].lists += 1
        by_user[who].listed.update(listed)
    for who, seen in moments.items():
        by_user[who].largest_burst = largest_burst(seen)
    order = sorted(by_user.values(), key=lambda one: (not one.is_unusual, -len(one.unworked), str(one.user)))
    return order, unexplained[::-1]


def surname(user: User) -> str:
    """The last word of the user's name, folded; "" if it is the only word or shorter than SHORTEST_NAME."""
    words = fold(user.get_short_name()).split()
    return words[-1] if len(words) > 1 and len(words[-1]) >= SHORTEST_NAME else ""


def largest_burst(seen: list[tuple[datetime, int]]) -> int:
    """The most different requests within any BURST_SPAN. `seen`: moments with keys of requests, in order of time."""
    most, first = 0, 0
    for last, (at, _request) in enumerate(seen):
        while at - seen[first][0] > BURST_SPAN:
            first += 1
        most = max(most, len({request for _at, request in seen[first : last + 1]}))
    return most


def _opening_test(span: Span) -> Callable[[datetime], bool]:
    """Tells of a moment within the span whether reception was open, by the hours that are stored now."""
    opens, closes = [], []
    for open_span in read_reception_hours(span.start).open_spans(span.start):
        if open_span.start >= span.end:
            break
        opens.append(open_span.start)
        closes.append(open_span.end)

    def is_open(moment: datetime) -> bool:
        place = bisect_right(opens, moment) - 1
        return place >= 0 and moment < closes[place]

    return is_open
