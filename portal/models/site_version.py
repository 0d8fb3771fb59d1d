"""What tells every process that a public page may have changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteVersion(models.Model):
    """The one row whose number goes up with every stored change of what public pages are made of.

    Triggers of the database count (portal.public_pages.triggers), so no way of writing is left out.
    """

    number = models.BigIntegerField(_("number"), default=0)
    counts = models.BooleanField(_("counts"), default=True, help_text=_("Not while migrations are at work."))

    class Meta:
        verbose_name = _("site version")
        verbose_name_plural = _("site versions")

    def __str__(self):
        return str(self.number)
