"""Another name people use for a topic."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OtherName(models.Model):
    """“Slipped disc” for a herniated disc. Search, the A–Z and the importer know topics by these names too."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(
        _("other name"), max_length=120, help_text=_("Another spelling, a short form, an everyday or a medical name.")
    )

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(fields=["topic", "name"], name="other_name_once_per_topic"),
            models.CheckConstraint(condition=~Q(name=""), name="other_name_not_empty"),
        ]

    def __str__(self):
        return self.name
