"""The secret address at which another program reads a practitioner's calendar."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """A feed of one practitioner's appointments, with times and references. Of its secret the digest is stored."""

    practitioner = models.ForeignKey(
        "topics.Practitioner", verbose_name=_("practitioner"), on_delete=models.PROTECT, related_name="feeds"
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner"], condition=Q(revoked_at__isnull=True), name="feed_one_living_each"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="feed_revoked_after_it_was_made",
            ),
        ]

    def __str__(self):
        return f"{self.practitioner} #{self.pk}"
