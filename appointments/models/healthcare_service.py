"""What patients can ask for."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HealthcareServiceQuerySet(models.QuerySet):
    def for_specialty(self, slug):
        """The service whose specialist has a live page at this address."""
        return self.filter(specialty__live_slug=slug).select_related("specialty__live_edition")


class HealthcareService(models.Model):
    """A specialist's consultation here (FHIR HealthcareService): whether it can be asked for, and how long it takes."""

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
    visit_minutes = models.PositiveSmallIntegerField(
        _("length of a visit"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text=_("In minutes."),
    )

    objects = HealthcareServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation patients can ask for")
        verbose_name_plural = _("consultations patients can ask for")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True) | ~Q(closed_reason=""),
                name="service_closed_with_a_reason",
                violation_error_message=_(
                    "Say why the form is closed: patients see it and know it is no fault of theirs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(visit_minutes__gte=5) & Q(visit_minutes__lte=240), name="service_visit_5_to_240_minutes"
            ),
        ]

    def __str__(self):
        return str(self.specialty)
