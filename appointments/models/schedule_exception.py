"""Days and hours that differ from the usual week."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ScheduleExceptionQuerySet(models.QuerySet):
    def absences(self, practitioner, starts_at, ends_at):
        """Leave of this practitioner, and closures, that fall into a span; closures first. Expressions are allowed."""
        of_them = Q(kind="closure") | Q(kind="leave", practitioner=practitioner)
        return self.filter(of_them, starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("kind", "pk")


def absence_in_words(kind: str | None, practitioner) -> str:
    """Why the practitioner does not work, in words; "" if `kind` is none of an absence."""
    if kind == ScheduleException.Kind.CLOSURE:
        return gettext("the clinic is closed then")
    if kind == ScheduleException.Kind.LEAVE:
        return gettext("%(name)s is away then") % {"name": practitioner}
    return ""


class ScheduleException(models.Model):
    """A closure of the clinic, a practitioner's leave, or an extra session (FHIR Slot, busy-unavailable or free)."""

    class Kind(models.TextChoices):
        CLOSURE = "closure", _("The clinic is closed")
        LEAVE = "leave", _("The practitioner is away")
        EXTRA = "extra", _("An extra session")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    practitioner = models.ForeignKey(
        "topics.Practitioner",
        verbose_name=_("practitioner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schedule_exceptions",
        help_text=_("Empty for a closure of the whole clinic."),
    )
    location = models.ForeignKey(
        "appointments.Location",
        verbose_name=_("where"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schedule_exceptions",
        help_text=_("For an extra session."),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    public_reason = models.CharField(
        _("reason patients may read"), max_length=120, blank=True, help_text=_("For example: Public holiday.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("entered"))

    objects = ScheduleExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure, leave or extra session")
        verbose_name_plural = _("closures, leave and extra sessions")
        permissions = [("enter_sickness", "Can enter that a practitioner is away today or tomorrow")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="closure", practitioner__isnull=True, location__isnull=True)
                | Q(kind="leave", practitioner__isnull=False, location__isnull=True)
                | Q(kind="extra", practitioner__isnull=False, location__isnull=False),
                name="exception_of_whom_and_where",
                violation_error_message=_(
                    "A closure is for everybody; leave names a practitioner; an extra session names a practitioner "
                    "and a location."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="exception_ends_after_it_starts",
                violation_error_message=_("The end has to be later than the start."),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="exception_by_time"),  # what holds in a span of days
            models.Index(fields=["practitioner", "ends_at"], name="exception_by_practitioner"),  # their leave ahead
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.starts_at:%Y-%m-%d %H:%M %Z} – {self.ends_at:%Y-%m-%d %H:%M %Z}"
