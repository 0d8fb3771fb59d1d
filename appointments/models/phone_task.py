"""Something a patient has to be told by phone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PhoneTask(models.Model):
    """A call somebody at the desk has to make, because no message reaches the patient or none would in time."""

    class Kind(models.TextChoices):
        UNDELIVERED = "undelivered", _("a message did not reach them")
        OFFER = "offer", _("times are held for them")
        CANCELLING = "cancelling", _("they cannot come, and it is too late to cancel online")
        PROMISE = "promise", _("our answer is late")
        NOT_KEPT = "not_kept", _("we cannot keep their time, and no other that was held suits")
        GUESSED = "guessed", _("somebody has guessed at who they are")

    request = models.ForeignKey(
        "appointments.AppointmentRequest",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="phone_tasks",
    )
    kind = models.CharField(_("why"), max_length=12, choices=Kind)
    say = models.TextField(_("what to say"), max_length=500, help_text=_("The very words, without a name."))
    dedupe_key = models.CharField(_("key"), max_length=120, unique=True, help_text=_("The same key is one task."))
    made_at = models.DateTimeField(_("made"))
    useful_until = models.DateTimeField(_("of use until"), null=True, blank=True, help_text=_("Empty: always."))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty once done: no longer needed."),
    )

    class Meta:
        verbose_name = _("call to make")
        verbose_name_plural = _("calls to make")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["undelivered", "offer", "cancelling", "promise", "not_kept", "guessed"]),
                name="phone_task_kind_known",
            ),
            models.CheckConstraint(condition=~Q(say=""), name="phone_task_says_something"),
            models.CheckConstraint(
                condition=Q(useful_until__isnull=True) | Q(useful_until__gt=F("made_at")),
                name="phone_task_of_use_for_a_while",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True), name="phone_task_done_by_once_done"
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(done_at__isnull=True), name="phone_task_open"),  # the desk
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.made_at:%Y-%m-%d %H:%M %Z}"
