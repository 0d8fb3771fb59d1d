"""A practitioner's time given to a patient."""

from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from appointments.models.schedule_exception import absence_in_words
from appointments.workflow import Step

LONGEST_APPOINTMENT = timedelta(hours=4)


class AppointmentStatus(models.TextChoices):
    """Codes of FHIR Appointment.status. Pending: held for a patient who has been offered it."""

    PENDING = "pending", _("held")
    BOOKED = "booked", _("booked")
    ARRIVED = "arrived", _("arrived")
    FULFILLED = "fulfilled", _("attended")
    NO_SHOW = "noshow", _("did not come")
    CANCELLED = "cancelled", _("cancelled")
    ENTERED_IN_ERROR = "entered-in-error", _("entered in error")


LIVE = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)  # the appointment is still ahead or going on
TAKING_TIME = (AppointmentStatus.PENDING, *LIVE, AppointmentStatus.FULFILLED)  # nobody else can have the time


class CancellationReason(models.TextChoices):
    """Why an appointment does not take place."""

    PATIENT = "patient", _("The patient cancelled")
    CLINIC = "clinic", _("The clinic cancelled")
    LEAVE = "leave", _("The practitioner is away")
    HOLD_ENDED = "hold_ended", _("The held time was not taken up")
    DUPLICATE = "duplicate", _("Booked twice")


class AppointmentQuerySet(models.QuerySet):
    def taking_time(self, now):
        """Appointments and living holds: times nobody else can have. A lapsed hold takes none, swept or not."""
        return self.filter(status__in=TAKING_TIME).exclude(status="pending", hold_expires_at__lte=now)

    def with_likely_free(self):
        """Each knows whether its patient said, too late to cancel, that they cannot come: `likely_free`."""
        calls = apps.get_model("appointments", "PhoneTask").objects
        to_make = calls.filter(request=models.OuterRef("request"), kind="cancelling", done_at__isnull=True)
        return self.annotate(likely_free=models.Exists(to_make))

    def with_absence(self):
        """Each knows which absence falls into its time: `absence`, "closure" or "leave", None if there is none.

        One that was booked outside the hours on purpose, when the absence was known, takes place: it has none.
        """
        events = apps.get_model("appointments", "Event").objects
        given = events.filter(request=models.OuterRef("request"), step__in=[Step.BOOK, Step.ACCEPT, Step.MOVE])
        absences = apps.get_model("appointments", "ScheduleException").objects.absences(
            models.OuterRef("practitioner"), models.OuterRef("starts_at"), models.OuterRef("ends_at")
        )
        unknown = Q(made_at__gt=models.OuterRef("given_at")) | Exact(models.OuterRef("overbook_reason"), Value(""))
        return self.annotate(
            given_at=Coalesce(models.Subquery(given.order_by("-at").values("at")[:1]), F("made_at"))
        ).annotate(absence=models.Subquery(absences.filter(unknown).values("kind")[:1]))

    def between(self, start, end):
        """Those that touch the span, buffers left aside."""
        return self.filter(starts_at__lt=end, ends_at__gt=start, starts_at__gt=start - LONGEST_APPOINTMENT)


class Appointment(models.Model):
    """One appointment, or a time held for one (FHIR Appointment). It is moved in place: reference and calendar UID
    stay."""

    request = models.ForeignKey(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    practitioner = models.ForeignKey(
        "topics.Practitioner", verbose_name=_("with"), on_delete=models.PROTECT, related_name="appointments"
    )
    location = models.ForeignKey(
        "appointments.Location", verbose_name=_("where"), on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    buffer_before = models.PositiveSmallIntegerField(_("minutes kept free before"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("minutes kept free after"), default=0)
    status = models.CharField(_("status"), max_length=16, choices=AppointmentStatus)
    cancellation_reason = models.CharField(_("why not"), max_length=12, choices=CancellationReason, blank=True)
    offer = models.ForeignKey(
        "appointments.TimeOffer",
        verbose_name=_("offered in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="times",
    )
    hold_expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    calendar_uid = models.UUIDField(_("calendar UID"), default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("calendar SEQUENCE"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    seat = models.PositiveSmallIntegerField(
        _("seat"), default=0, help_text=_("0: alone with the practitioner; above: booked on top, on purpose.")
    )
    overbook_reason = models.CharField(_("why booked on top"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    confirmed_at = models.DateTimeField(
        _("patient says they are coming"), null=True, blank=True, help_text=_("To this very time; a move empties it.")
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        permissions = [("overbook_appointment", "Can book an appointment on top of another, with a reason")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=AppointmentStatus.values), name="appointment_status_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(
                    ends_at__lte=ExpressionWrapper(F("starts_at") + LONGEST_APPOINTMENT, models.DateTimeField())
                ),
                name="appointment_four_hours_at_most",
            ),
            models.CheckConstraint(
                condition=(Q(status="pending") & Q(hold_expires_at__isnull=False, offer__isnull=False))
                | (~Q(status="pending") & Q(hold_expires_at__isnull=True)),
                name="appointment_held_until_only_while_held",
            ),
            models.CheckConstraint(
                condition=Q(hold_expires_at__isnull=True) | Q(hold_expires_at__lte=F("starts_at")),
                name="appointment_held_until_its_start_at_most",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled") & ~Q(cancellation_reason=""))
                | (~Q(status="cancelled") & Q(cancellation_reason="")),
                name="appointment_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancellation_reason__in=["", *CancellationReason.values]),
                name="appointment_cancellation_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(seat=0, overbook_reason="") | (Q(seat__gt=0) & ~Q(overbook_reason="")),
                name="appointment_on_top_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(status__in=["arrived", "fulfilled", "cancelled"]),
                name="appointment_arrived_at_only_if_they_came",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | (~Q(status="pending") & Q(confirmed_at__lt=F("starts_at"))),
                name="appointment_confirmed_once_booked_and_before_it_starts",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status__in=["booked", "arrived"]),
                name="appointment_one_live_per_request",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practitioner", "starts_at"], name="appointment_of_practitioner"
            ),  # calendar, free times
            models.Index(fields=["starts_at"], name="appointment_by_time"),  # the day of the whole clinic
            models.Index(  # the sweep of lapsed holds
                fields=["hold_expires_at"], condition=Q(status="pending"), name="appointment_holds"
            ),
        ]

    def __str__(self):
        return f"{self.practitioner}, {self.starts_at:%Y-%m-%d %H:%M %Z}"

    @property
    def busy_from(self):
        """From when the practitioner is taken, preparation included."""
        return self.starts_at - timedelta(minutes=self.buffer_before)

    @property
    def busy_until(self):
        """Until when the practitioner is taken, the time after included."""
        return self.ends_at + timedelta(minutes=self.buffer_after)

    @property
    def absence_in_words(self) -> str:
        """Why it cannot take place: its practitioner is away, or the clinic closed; "" if nothing is known of that.

        Reads `absence` of with_absence(), and asks the database where it was not read along.
        """
        if "absence" not in self.__dict__:
            self.absence = Appointment.objects.with_absence().values_list("absence", flat=True).get(pk=self.pk)
        return absence_in_words(self.absence, self.practitioner)
