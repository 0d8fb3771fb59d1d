"""Where appointments take place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Location(models.Model):
    """A building or room that patients are sent to (FHIR Location)."""

    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("As patients know it."))
    address = models.CharField(
        _("address"), max_length=300, blank=True, help_text=_("Street, town, and how to find the entrance.")
    )
    step_free = models.BooleanField(_("can be reached without steps"), default=True)
    active = models.BooleanField(_("in use"), default=True, help_text=_("Untick instead of deleting."))

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="location_has_a_name")]

    def __str__(self):
        return self.name
