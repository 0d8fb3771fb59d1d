"""Times we held for a patient to choose from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TimeOffer(models.Model):
    """One to three held times (pending appointments) that one patient may choose from until they lapse."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("one was accepted")
        NONE_SUITS = "none_suits", _("none suits")
        ENDED = "ended", _("ran out")
        TAKEN_BACK = "taken_back", _("taken back by the desk")

    request = models.ForeignKey(
        "appointments.AppointmentRequest", verbose_name=_("request"), on_delete=models.PROTECT, related_name="offers"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: by the system."),
    )
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("lapses"))
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer of times")
        verbose_name_plural = _("offers of times")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="offer_lapses_after_it_is_made"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="offer_answer_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "accepted", "none_suits", "ended", "taken_back"]), name="offer_answer_known"
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(answer=""), name="offer_one_open_per_request"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(answer=""), name="offer_to_expire"),  # the sweep
        ]

    def __str__(self):
        return f"#{self.pk}, {self.made_at:%Y-%m-%d %H:%M %Z}"
