"""A live page has to be looked at again because of a concept it names."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from topics.models.topic import Topic


class ReReviewQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(settled_at__isnull=True)

    def of_live_pages(self):
        return self.alias(live=Subquery(Topic.objects.filter(pk=OuterRef("page")).values("live_edition"))).filter(
            live__isnull=False
        )

    def with_names(self):
        """Adds `page_name` and `cause_name`; looked up by key (see TopicQuerySet)."""
        return self.annotate(
            page_name=Subquery(Topic.objects.filter(pk=OuterRef("page")).values("name")),
            cause_name=Subquery(Topic.objects.filter(pk=OuterRef("cause")).values("name")),
        )


class ReReview(models.Model):
    """That a page names a concept which has changed, with the sentences concerned, until a clinician has looked."""

    class Why(models.TextChoices):
        CHANGED = "changed", _("has changed")
        MERGED = "merged", _("is another concept’s now")
        RETIRED = "retired", _("is no longer taught")

    class How(models.TextChoices):
        PUBLISHED = "published", _("signed and published again")
        STILL_RIGHT = "still_right", _("still right")

    page = models.ForeignKey(
        "topics.Topic", verbose_name=_("page"), on_delete=models.PROTECT, related_name="re_reviews"
    )
    cause = models.ForeignKey(
        "topics.Topic", verbose_name=_("because of"), on_delete=models.PROTECT, related_name="re_reviews_caused"
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    cause_edition = models.ForeignKey(
        "topics.Edition",
        verbose_name=_("edition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The edition that changed it."),
    )
    passages = models.JSONField(
        _("where"), default=list, help_text=_("Section, its heading, and the line or sentence, as readers see them.")
    )
    at = models.DateTimeField(_("since"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    how = models.CharField(_("how"), max_length=12, choices=How, blank=True)

    objects = ReReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("page to look at again")
        verbose_name_plural = _("pages to look at again")
        constraints = [
            models.CheckConstraint(condition=Q(why__in=["changed", "merged", "retired"]), name="re_review_why_known"),
            models.CheckConstraint(condition=~Q(page=F("cause")), name="re_review_not_because_of_itself"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, how="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, how__in=["published", "still_right"]),
                name="re_review_settled_whole",
            ),
            models.UniqueConstraint(
                fields=["page", "cause"], condition=Q(settled_at__isnull=True), name="re_review_one_open_per_cause"
            ),
        ]
        indexes = [
            # The first page of the admin: what is open, oldest first.
            models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="re_review_open"),
        ]

    def __str__(self):
        return f"{self.page} ({self.cause})"
