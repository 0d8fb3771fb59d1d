"""A region of the body."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BodyRegion(models.Model):
    """Where a symptom is felt or a test is done: lower back, neck, leg."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("For example: low-back."))
    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("For example: Lower back."))

    class Meta:
        verbose_name = _("body region")
        verbose_name_plural = _("body regions")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="body_region_has_a_name")]

    def __str__(self):
        return self.name
