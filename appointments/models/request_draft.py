"""An unfinished request form: the answers so far, kept for a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestDraft(models.Model):
    """Answers somebody is giving step by step. Found only by the secret in its address; its digest is stored."""

    key_digest = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    service = models.ForeignKey(
        "appointments.HealthcareService", verbose_name=_("service"), on_delete=models.CASCADE, related_name="+"
    )
    source_edition = models.ForeignKey(
        "topics.Edition",
        verbose_name=_("edition read"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answers = models.JSONField(_("answers"), default=dict)
    begun_at = models.DateTimeField(
        _("begun"), null=True, help_text=_("Empty for one that was begun before this was noted.")
    )
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("unfinished request")
        verbose_name_plural = _("unfinished requests")

    def __str__(self):
        return f"#{self.pk}"
