"""What happened to a topic's draft and editions. Rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.workflow import PageRole, State, Step


class TopicEvent(models.Model):
    """One step: who, what, when, in which role, over which digest; and the draft it put another in the place of."""

    topic = models.ForeignKey("topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"))
    step = models.CharField(_("step"), max_length=20, choices=Step)
    before = models.CharField(_("from"), max_length=20, choices=State, blank=True)
    after = models.CharField(_("to"), max_length=20, choices=State)
    role = models.CharField(_("acting as"), max_length=12, choices=PageRole)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sha256 = models.CharField(_("digest"), max_length=64)
    edition = models.ForeignKey(
        "topics.Edition", verbose_name=_("edition"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)
    replaced = models.JSONField(
        _("the draft that was replaced"), null=True, blank=True
    )  # a Document, to be brought back

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="topic_event_step_known"),
            models.CheckConstraint(
                condition=Q(role="system", by__isnull=True) | (~Q(role="system") & Q(by__isnull=False)),
                name="topic_event_names_who_unless_the_system",
            ),
        ]
        indexes = [models.Index(fields=["topic", "-at", "-id"], name="topic_event_newest")]  # a page's history

    def __str__(self):
        return f"{self.get_step_display()} {self.at:%Y-%m-%d %H:%M}"
