"""A page was taken away from readers, or kept under a notice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Withdrawal(models.Model):
    """Why and how a page was withdrawn, and what readers who come for it are told."""

    class Reason(models.TextChoices):
        ERROR = "error", _("It is wrong: the page goes, readers are told")
        MERGED = "merged", _("Another page says it now: readers are led there")
        OUTDATED = "outdated", _("It is out of date: the page stays, under a notice")
        RETIRED = "retired", _("It is no longer taught: the page goes, readers are told")

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    edition = models.ForeignKey(
        "topics.Edition", verbose_name=_("edition"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(_("why"), max_length=10, choices=Reason)
    redirect_to = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("readers are led to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    public_note = models.CharField(_("what readers are told"), max_length=400, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="merged") | Q(redirect_to__isnull=False), name="withdrawal_merged_leads_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(reason="merged") | ~Q(public_note=""), name="withdrawal_tells_readers_why"
            ),
            models.CheckConstraint(
                condition=~Q(reason="outdated") | Q(redirect_to__isnull=True), name="withdrawal_outdated_stays"
            ),
            models.CheckConstraint(
                condition=Q(redirect_to__isnull=True) | ~Q(redirect_to=F("topic")), name="withdrawal_not_to_itself"
            ),
        ]

    def __str__(self):
        return f"{self.topic}: {self.get_reason_display()}"
