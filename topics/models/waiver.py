"""A clinician lets one thing pass that a gate would stop."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WaiverQuerySet(models.QuerySet):
    def living(self):
        """Not taken back. One whose text has changed since lives on, but lets nothing pass any more."""
        return self.filter(ended_at__isnull=True)


class Waiver(models.Model):
    """That a reviewer judged one finding of a gate and let it pass, and why. It covers exactly what it was given for.

    `code` and `key` name the finding on its page; `fingerprint` is the SHA-256 of what was judged, so that a changed
    text or sign is judged anew. `finding` keeps the words of that day.
    """

    topic = models.ForeignKey("topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(_("gate"), max_length=40)
    key = models.CharField(_("which finding"), max_length=160)
    fingerprint = models.CharField(_("digest of what was judged"), max_length=64)
    finding = models.TextField(_("what was found"))
    reason = models.CharField(_("why it may pass"), max_length=500)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "code", "key"],
                condition=Q(ended_at__isnull=True),
                name="waiver_one_living",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(finding=""), name="waiver_says_for_what"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="waiver_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="waiver_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")), name="waiver_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.reason}"
