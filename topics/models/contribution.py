"""Somebody has a hand in the words of a page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Contribution(models.Model):
    """That a person wrote or changed this wording of a part (topics.authorship). Rows are added, never changed.

    Whoever has a hand in what no signed edition says cannot sign it.
    """

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="contributions"
    )
    part = models.CharField(_("part"), max_length=80)
    text = models.TextField(_("wording"), blank=True, help_text=_("Empty: the part was taken away."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(
        "topics.Edition",
        verbose_name=_("since edition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The last edition that was signed, or came with the portal, when this was written."),
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [models.CheckConstraint(condition=~Q(part=""), name="contribution_names_its_part")]

    def __str__(self):
        return f"{self.by_id}: {self.part}"
