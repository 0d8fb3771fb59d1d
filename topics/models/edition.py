"""A published page: numbered, dated, never changed again."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.document import Document
from topics.kinds import SectionKind, TopicKind


class EditionQuerySet(models.QuerySet):
    def live(self):
        """What readers see today."""
        return self.filter(live_topic__isnull=False)

    def of(self, kind):
        return self.filter(kind=kind)

    def entries(self):
        """For lists: everything but the document itself."""
        return self.defer("document")


class Edition(models.Model):
    """One publication of a topic. The document is stored whole; the other columns repeat parts for lists."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("digest"), max_length=64)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: shipped with the portal."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind)
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    plain_name = models.CharField(_("plain name"), max_length=120, blank=True)
    description = models.CharField(_("one sentence"), max_length=200, blank=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    search_text = models.TextField(_("words it is found by"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_start_at_one"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="edition_digest_is_sha256"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="edition_kind_known"),
        ]

    def __str__(self):
        return f"{self.name}, {_('edition')} {self.number}"

    @cached_property
    def content(self) -> Document:
        """The page as a value."""
        return Document.from_json(self.document)


class EditionLink(models.Model):
    """That an edition names a topic, and in which kind of section: written once, when the edition is published."""

    edition = models.ForeignKey(
        "topics.Edition", verbose_name=_("edition"), on_delete=models.CASCADE, related_name="links"
    )
    section_kind = models.CharField(_("section"), max_length=24, choices=SectionKind)
    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("names"), on_delete=models.PROTECT, related_name="mentions"
    )

    class Meta:
        verbose_name = _("link of an edition")
        verbose_name_plural = _("links of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "section_kind", "topic"], name="edition_link_once"),
            models.CheckConstraint(condition=Q(section_kind__in=SectionKind.values), name="edition_link_kind_known"),
        ]
        indexes = [models.Index(fields=["topic", "section_kind"], name="edition_link_backwards")]  # "mentioned by"

    def __str__(self):
        return f"{self.edition_id} → {self.topic_id}"
