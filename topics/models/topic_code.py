"""A clinical code of a topic."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TopicCode(models.Model):
    """A code from a clinical terminology, after FHIR's Coding. Optional; never needed to publish."""

    topic = models.ForeignKey("topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(
        _("code system"),
        max_length=120,
        help_text=_("The system’s address, for example http://hl7.org/fhir/sid/icd-10."),
    )
    version = models.CharField(_("version"), max_length=40, blank=True, help_text=_("For example 2019."))
    code = models.CharField(_("code"), max_length=40, help_text=_("For example M54.5."))
    display = models.CharField(_("words"), max_length=160, blank=True, help_text=_("What the code means there."))

    class Meta:
        verbose_name = _("clinical code")
        verbose_name_plural = _("clinical codes")
        constraints = [
            models.UniqueConstraint(fields=["topic", "system", "version", "code"], name="code_once_per_topic"),
            models.CheckConstraint(condition=~Q(system="") & ~Q(code=""), name="code_has_system_and_code"),
        ]

    def __str__(self):
        return f"{self.code} ({self.system})"
