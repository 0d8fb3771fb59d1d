"""Who looked at requests, and what a desk lead may want to ask about. It accuses nobody: it counts. Reads only."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from appointments.clinic_time import Span, span_of_days
from appointments.models import Event
from appointments.scheduling.reception_hours import read_reception_hours
from appointments.workflow import Step
from portal.lib.text import fold
from portal.models import User

MOST_DAYS = 92
TOGETHER = timedelta(minutes=10)
MANY_TOGETHER = 20  # different requests within that time
MANY_UNWORKED = 10  # requests looked at and never worked on
SHORTEST_NAME = 3  # letters; shorter ones are everybody's


@dataclass(frozen=True)
class Look:
    """One look at a request by somebody who never worked on it."""

    at: datetime
    who: User
    reference: str
    outside_hours: bool
    same_name: bool


@dataclass
class Watcher:
    """What one person looked at. Requests are counted once, however often they were opened."""

    user: User
    looks: int = 0
    requests: set[int] = field(default_factory=set)
    unworked: set[int] = field(default_factory=set)
    outside_hours: int = 0
    same_name: set[int] = field(default_factory=set)
    most_together: int = 0

    @property
    def is_unusual(self) -> bool:
        """Whether a lead should ask; each of the numbers says why."""
        return bool(
            self.same_name
            or self.outside_hours
            or self.most_together >= MANY_TOGETHER
            or (len(self.unworked) >= MANY_UNWORKED and 2 * len(self.unworked) > len(self.requests))
        )


def report(first_day: date, last_day: date) -> tuple[list[Watcher], list[Look]]:
    """The people who looked on these days, clinic time, the most unusual first; and the looks nobody's work explains,
    the latest first. Five queries, whatever the number of looks.
    """
    span = span_of_days(first_day, last_day, timezone.get_default_timezone())
    worked = Event.objects.filter(request=OuterRef("request"), by=OuterRef("by")).exclude(step=Step.LOOK)
    looks = Event.objects.filter(step=Step.LOOK, at__gte=span.start, at__lt=span.end).annotate(worked=Exists(worked))
    told = "by", "request", "at", "worked", "request__reference", "request__patient_name_folded"
    rows = list(looks.order_by("at", "pk").values_list(*told))
    people = User.objects.in_bulk({row[0] for row in rows})
    opened = _opened(span)
    watchers: dict[int, Watcher] = {pk: Watcher(user) for pk, user in people.items()}
    moments: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    unexplained = []
    for who, request, at, has_worked, reference, folded in rows:
        watcher, outside = watchers[who], not opened(at)
        alike = not has_worked and surname(watcher.user) in folded.split()
        watcher.looks += 1
        watcher.requests.add(request)
        watcher.outside_hours += outside
        moments[who].append((at, request))
        if not has_worked:
            watcher.unworked.add(request)
            unexplained.append(Look(at, watcher.user, f"{reference[:3]}-{reference[3:]}", outside, alike))
        if alike:
            watcher.same_name.add(request)
    for who, seen in moments.items():
        watchers[who].most_together = most_together(seen)
    order = sorted(watchers.values(), key=lambda one: (not one.is_unusual, -len(one.unworked), str(one.user)))
    return order, unexplained[::-1]


def surname(user: User) -> str:
    """The last word of the name colleagues see, as search compares it; "" if it is the only one, or very short."""
    words = fold(user.get_short_name()).split()
    return words[-1] if len(words) > 1 and len(words[-1]) >= SHORTEST_NAME else ""


def most_together(seen: list[tuple[datetime, int]]) -> int:
    """How many different requests somebody opened within ten minutes, at most. `seen`: in the order of time."""
    most, first = 0, 0
    for last, (at, _request) in enumerate(seen):
        while at - seen[first][0] > TOGETHER:
            first += 1
        most = max(most, len({request for _at, request in seen[first : last + 1]}))
    return most


def _opened(span: Span):
    """Whether reception was open at a moment of the span, by the hours entered today."""
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
