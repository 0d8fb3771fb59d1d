"""Somebody on staff says that a page needs changing."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from topics.models.topic import Topic


class NeedsChangeQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(settled_at__isnull=True)

    def with_page_name(self):
        """Adds `page_name`, the name of the page; looked up by key (see TopicQuerySet)."""
        return self.annotate(page_name=Subquery(Topic.objects.filter(pk=OuterRef("topic")).values("name")))


class NeedsChange(models.Model):
    """What is wrong with a page, and who says so. The page stays live; whoever mends it says how."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("page"), on_delete=models.PROTECT, related_name="change_requests"
    )
    reason = models.CharField(
        _("what should be changed"), max_length=500, help_text=_("In a sentence or two. Nothing about a patient.")
    )
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.CharField(_("what was done"), max_length=500, blank=True)

    objects = NeedsChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a change")
        verbose_name_plural = _("wishes for changes")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="needs_change_says_what"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, answer="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
                name="needs_change_settled_whole",
            ),
            models.UniqueConstraint(  # pressing the button twice is one request
                fields=["topic", "by", "reason"], condition=Q(settled_at__isnull=True), name="needs_change_said_once"
            ),
        ]
        indexes = [
            # The first page of the admin: what is open, oldest first.
            models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="needs_change_open"),
        ]

    def __str__(self):
        return f"{self.topic}: {self.reason}"
