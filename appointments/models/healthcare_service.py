"""What patients can ask for."""

from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.grid import GRID_MINUTES


class HealthcareServiceQuerySet(models.QuerySet):
    def for_specialty(self, slug):
        """The service whose specialist has a live page at this address."""
        return self.filter(specialty__live_slug=slug).select_related("specialty__live_edition")


class HealthcareService(models.Model):
    """What a specialist offers here (FHIR HealthcareService): whether it can be asked for, and how long it takes."""

    specialty = models.OneToOneField(
        "topics.Topic",
        verbose_name=_("specialist"),
        on_delete=models.PROTECT,
        related_name="healthcare_service",
        limit_choices_to={"kind": "specialty"},
    )
    is_open = models.BooleanField(
        _("open for requests"),
        default=True,
        help_text=_("Untick to close the form; patients then see the reason below."),
    )
    closed_reason = models.CharField(
        _("why it is closed"),
        max_length=300,
        blank=True,
        help_text=_("Shown to patients, for example: We cannot take new requests until 3 January."),
    )
    appointment_minutes = models.PositiveSmallIntegerField(
        _("length of an appointment"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240), StepValueValidator(GRID_MINUTES)],
        help_text=_("In minutes, in steps of five."),
    )
    buffer_before = models.PositiveSmallIntegerField(
        _("time kept free before"),
        default=0,
        validators=[MaxValueValidator(120), StepValueValidator(GRID_MINUTES)],
        help_text=_("In minutes, in steps of five: to prepare the room, for example."),
    )
    buffer_after = models.PositiveSmallIntegerField(
        _("time kept free after"),
        default=0,
        validators=[MaxValueValidator(120), StepValueValidator(GRID_MINUTES)],
        help_text=_("In minutes, in steps of five: to write notes, for example."),
    )
    lead_hours = models.PositiveSmallIntegerField(
        _("earliest appointment"),
        default=2,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("In hours from now: times before are not offered. The desk can still book them on purpose."),
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("latest appointment"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("In days from today."),
    )
    answer_within_hours = models.PositiveSmallIntegerField(
        _("answer promised within"),
        default=16,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("In hours while reception is open; 16 is two days of eight hours."),
    )

    objects = HealthcareServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service patients can ask for")
        verbose_name_plural = _("services patients can ask for")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True) | ~Q(closed_reason=""),
                name="service_closed_with_a_reason",
                violation_error_message=_(
                    "Say why the form is closed: patients see it and know it is no fault of theirs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(appointment_minutes__gte=5) & Q(appointment_minutes__lte=240),
                name="service_appointment_5_to_240_minutes",
            ),
            models.CheckConstraint(
                condition=Q(buffer_before__lte=120) & Q(buffer_after__lte=120), name="service_buffers_two_hours_at_most"
            ),
            models.CheckConstraint(condition=Q(horizon_days__gte=1), name="service_horizon_a_day_at_least"),
            models.CheckConstraint(condition=Q(answer_within_hours__gte=1), name="service_answer_takes_an_hour"),
        ]

    def __str__(self):
        return str(self.specialty)
