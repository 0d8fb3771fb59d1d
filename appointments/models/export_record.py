"""Requests left the portal as a file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExportRecord(models.Model):
    """Who exported which requests, when, as what, and why. The file itself is kept nowhere."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV (text)")
        XLSX = "xlsx", _("Excel (XLSX)")
        HTML = "html", _("copy for the patient, to read")
        JSON = "json", _("copy for the patient, for programs (JSON)")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    why = models.CharField(_("what for"), max_length=200)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    first_day = models.DateField(_("received from"))
    last_day = models.DateField(_("until"))
    with_reason = models.BooleanField(_("with the patients' reasons"))
    requests = models.JSONField(_("which requests"), default=list, help_text=_("Their numbers in the database."))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="export_says_what_for"),
            models.CheckConstraint(condition=Q(format__in=["csv", "xlsx", "html", "json"]), name="export_format_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="export_days_in_order"),
        ]
        indexes = [models.Index(fields=["at"], name="export_by_time")]  # the page about access

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M %Z}"
