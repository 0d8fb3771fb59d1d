"""Selections of requests, as the desk and the rules need them."""

from contextlib import suppress
from datetime import timedelta
from itertools import combinations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from appointments import phones
from appointments.choices import CallTime
from appointments.models.appointment import Appointment, AppointmentStatus
from appointments.models.phone_task import PhoneTask
from appointments.references import parse_reference
from appointments.workflow import OPEN_STATUSES, Role, Status
from portal.lib.text import fold

LOOKED_UP_AFTER_CLOSING = timedelta(days=30)
APPOINTMENTS_OF_THEIR_OWN = (
    AppointmentStatus.BOOKED,
    AppointmentStatus.ARRIVED,
    AppointmentStatus.FULFILLED,
    AppointmentStatus.NO_SHOW,
)
EVERY_CALL_TIMES = [  # all that a request's call_times can hold
    list(chosen) for size in range(len(CallTime) + 1) for chosen in combinations(CallTime.values, size)
]


class RowAfter(models.Func):
    """(a, b, c) > (x, y, z): a comparison of rows, for which both engines read one range of an index."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, *fields: str, than: tuple, falling: bool = False):
        self.falling, self.width = falling, len(fields)
        given = [models.Value(value, output_field=field) for value, field in than]
        super().__init__(*fields, *given)

    def as_sql(self, compiler, connection, **context):
        parts, params = [], []
        for expression in self.source_expressions:
            sql, given = compiler.compile(expression)
            parts.append(sql)
            params.extend(given)
        sign = "<" if self.falling else ">"
        left, right = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return f"({left}) {sign} ({right})", params


class IsWaiting(models.Func):
    """The condition of the queue's partial indexes, its values written out: SQLite does not use them for parameters.

    likely() makes SQLite read the queue in the order of the index instead of sorting it.
    """

    output_field = models.BooleanField()
    conditional = True
    template = "%(expressions)s IN ('new', 'in_progress')"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template=f"likely({self.template})", **context)


class AppointmentRequestQuerySet(models.QuerySet):
    """Selections that can be chained. The desk begins every look-up of a request with `visible_to`."""

    def visible_to(self, actor, now):
        """What this actor may see. A receptionist: whatever is open, and what was closed within 30 days. A desk lead:
        everything that is not erased. A practitioner: whoever has, or had, an appointment with them. Anybody else:
        nothing."""
        if actor is None:
            return self.none()
        if actor.role == Role.LEAD:
            return self.exclude(status=Status.ERASED)
        if actor.role == Role.RECEPTIONIST:
            lately = Q(status=Status.CLOSED, closed_at__gte=now - LOOKED_UP_AFTER_CLOSING)
            return self.filter(Q(status__in=OPEN_STATUSES) | lately)
        if actor.role == Role.PRACTITIONER:
            theirs = Appointment.objects.filter(
                request=OuterRef("pk"), practitioner__user=actor.user, status__in=APPOINTMENTS_OF_THEIR_OWN
            )
            return self.filter(Exists(theirs)).exclude(status=Status.ERASED)
        return self.none()

    def listed_for(self, actor):
        """What the tabs of the desk are made from. Each narrows it to less than visible_to gives, by its own index."""
        return self.all() if actor.role in (Role.RECEPTIONIST, Role.LEAD) else self.none()

    def waiting(self):
        """Status "new" or "in progress", claimed or not."""
        return self.filter(IsWaiting("status"))

    def answered(self):
        """Those whose patients have heard from us, in time or late."""
        return self.filter(answered_at__isnull=False)

    def broken(self, now):
        """Waits although the answer was promised by now, or before."""
        return self.waiting().filter(owed_since__isnull=False, promise_at__lte=now)

    def promised_before(self, end):
        """Waits for an answer that is promised for a time before this one, or is late already."""
        return self.waiting().filter(Q(promise_at__lt=end) | Q(late_since__isnull=False), owed_since__isnull=False)

    def soon_broken(self, soon):
        """Waits although its promise is broken, or breaks soon: before the moment that `soon`, pairs of call times and
        a moment, gives for its call times."""
        breaks = Q(pk__in=[])
        for call_times, moment in soon:
            breaks |= Q(call_times=call_times, promise_at__lt=moment)
        return self.waiting().filter(breaks, owed_since__isnull=False)

    def newest(self) -> int:
        """The highest key of all requests; 0 without any."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def came_after(self, pk: int):
        """Waiting requests with a higher key."""
        return self.filter(pk__gt=pk).waiting()

    def to_phone(self):
        """Requests with an open PhoneTask."""
        return self.filter(pk__in=PhoneTask.objects.filter(done_at__isnull=True).values("request"))

    def in_queue_order(self):
        """The order of the desk: rank, then the earliest promise."""
        return self.order_by("queue_rank", "promise_at", "pk")

    def after_in_queue(self, queue_rank: int, promise_at, pk: int):
        """What follows this place in the order of the queue: the next page, however deep, without counting."""
        than = (
            (queue_rank, models.PositiveSmallIntegerField()),
            (promise_at, models.DateTimeField()),
            (pk, models.BigIntegerField()),
        )
        return self.filter(RowAfter("queue_rank", "promise_at", "id", than=than))

    def callable_at(self, now, call_times: list[list[str]]):
        """May be called at this moment. `call_times`: those of EVERY_CALL_TIMES whose hours are open now."""
        in_hours = Q(pk__in=[])
        for chosen in call_times:
            in_hours |= Q(call_times=chosen)
        return self.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)).filter(in_hours)

    def unclaimed_at(self, now):
        """Nobody has it at this moment; a lapsed claim is nobody's."""
        return self.filter(Q(claimed_by__isnull=True) | Q(claim_expires_at__lte=now))

    def mine(self, user, now):
        """What this person has taken on."""
        return self.filter(claimed_by=user, claim_expires_at__gt=now)

    def closed_lately(self, now):
        """What was closed within 30 days, the last one first."""
        lately = self.filter(closed_at__gte=now - LOOKED_UP_AFTER_CLOSING).exclude(status=Status.ERASED)
        return lately.order_by("-closed_at", "-pk")

    def in_promise_order(self):
        """The earliest promise first: the order of the smaller lists, each of one status."""
        return self.order_by("promise_at", "pk")

    def after_in_promise(self, promise_at, pk: int):
        """What follows this place in the order of promises."""
        than = ((promise_at, models.DateTimeField()), (pk, models.BigIntegerField()))
        return self.filter(RowAfter("promise_at", "id", than=than))

    def after_in_closed(self, closed_at, pk: int):
        """What follows this place in the order of closing."""
        than = ((closed_at, models.DateTimeField()), (pk, models.BigIntegerField()))
        return self.filter(RowAfter("closed_at", "id", than=than, falling=True))

    def found(self, text: str):
        """By reference, else by phone number however typed, else by words of the patient's name; nothing for blanks."""
        reference = parse_reference(text)
        if reference:
            by_reference = self.filter(reference=reference)
            if by_reference.exists():
                return by_reference
        with suppress(phones.NotAPhoneNumber):
            return self.filter(phone_e164=phones.parse_phone(text, settings.PHONE_REGION).e164)
        words, found = fold(text).split(), self
        for word in words:
            found = found.filter(patient_name_folded__contains=word)
        return found if words else self.none()

    def same_person_lately(self, request, since):
        """Other requests from the same phone number or e-mail address after `since`: perhaps the same wish twice."""
        same = Q(pk__in=[])
        if request.phone_e164:
            same |= Q(phone_e164=request.phone_e164)
        if request.email:
            same |= Q(email=request.email)
        return self.filter(same, created_at__gte=since).exclude(pk=request.pk)
