"""A text that was brought in from a file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.kinds import TopicKind


class ArticleImportQuerySet(models.QuerySet):
    def waiting(self):
        """Plans that nobody has made a draft of yet."""
        return self.filter(state=ArticleImport.State.WAITING)

    def applied_to(self, topic):
        """What was brought into this topic's draft, newest first."""
        return self.filter(topic=topic, state=ArticleImport.State.APPLIED).order_by("-applied_at", "-pk")


class ArticleImport(models.Model):
    """A file with the plan of what it shall become. Applied, it says which draft it made and how that looked then."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be decided on")
        APPLIED = "applied", _("made into a draft")

    file_name = models.CharField(_("file"), max_length=120, editable=False)
    format = models.CharField(_("format"), max_length=10, editable=False)
    sha256 = models.CharField(_("digest of the content"), max_length=64, editable=False)
    title = models.CharField(_("title of the text"), max_length=160, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind, editable=False)
    plan = models.JSONField(_("plan"), editable=False)
    topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("page"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="imports",
    )
    based_on = models.PositiveIntegerField(_("version of the draft it was planned for"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought in by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided on by"),
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Who changed the plan before it became a draft."),
    )
    made_at = models.DateTimeField(_("brought in"), editable=False)
    applied_at = models.DateTimeField(_("made into a draft"), null=True, blank=True, editable=False)
    draft_sha256 = models.CharField(_("digest of the draft it made"), max_length=64, blank=True, editable=False)

    objects = ArticleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("text from a file")
        verbose_name_plural = _("texts from files")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", applied_at__isnull=True, draft_sha256="")
                | (Q(state="applied", applied_at__isnull=False) & ~Q(draft_sha256="")),
                name="article_import_applied_with_time_and_digest",
            ),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="article_import_kind_known"),
            models.CheckConstraint(
                condition=Q(format__in=["text", "word", "article"]), name="article_import_format_known"
            ),
            # The same text does not wait twice: whoever brings it in again finds the plan that waits.
            models.UniqueConstraint(
                fields=["kind", "sha256"], condition=Q(state="waiting"), name="article_import_waits_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "-applied_at"], name="article_import_newest"
            ),  # was this draft changed since?
            models.Index(fields=["kind", "sha256"], name="article_import_same_text"),  # has this text been here before?
        ]

    def __str__(self):
        return self.file_name
