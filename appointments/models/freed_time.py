"""Time that has become free, for those who wait."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FreedTime(models.Model):
    """A stretch of a practitioner's time that became free; it is offered to one waiting patient at a time."""

    class Because(models.TextChoices):
        CANCELLED = "cancelled", _("an appointment was cancelled")
        MOVED = "moved", _("an appointment was moved")
        NOT_TAKEN = "not_taken", _("a held time was not taken")
        BACK = "back", _("leave was taken out, or a session added")
        REST = "rest", _("part of it was offered")

    class State(models.TextChoices):
        OPEN = "open", _("to be offered")
        OFFERED = "offered", _("offered")
        NOBODY = "nobody", _("suits nobody who waits")
        TAKEN = "taken", _("taken meanwhile")
        OVER = "over", _("over")

    practitioner = models.ForeignKey(
        "topics.Practitioner", verbose_name=_("with"), on_delete=models.PROTECT, related_name="+"
    )
    location = models.ForeignKey(
        "appointments.Location", verbose_name=_("where"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    freed_at = models.DateTimeField(_("became free"))
    because = models.CharField(_("because"), max_length=12, choices=Because)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    offer = models.OneToOneField(
        "appointments.TimeOffer",
        verbose_name=_("offered in"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="freed_time",
    )

    class Meta:
        verbose_name = _("freed time")
        verbose_name_plural = _("freed times")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="freed_time_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(because__in=["cancelled", "moved", "not_taken", "back", "rest"]),
                name="freed_time_because_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "offered", "nobody", "taken", "over"]), name="freed_time_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer__isnull=False) | (~Q(state="offered") & Q(offer__isnull=True)),
                name="freed_time_names_its_offer",
            ),
        ]
        indexes = [
            models.Index(fields=["freed_at"], condition=Q(state="open"), name="freed_time_to_offer"),  # the duty
            models.Index(fields=["ends_at"], name="freed_time_by_end"),  # looked at again, or forgotten
        ]

    def __str__(self):
        return f"{self.practitioner}, {self.starts_at:%Y-%m-%d %H:%M %Z}"
