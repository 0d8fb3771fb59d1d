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

    def forced_and_unsigned(self):
        """Published in an emergency, and still without a clinician's name under it."""
        return self.filter(sign_off__isnull=True).exclude(forced_reason="")

    def entries(self):
        """For lists: everything but the document itself."""
        return self.defer("document")


class Significance(models.TextChoices):
    """Whether readers who know the page need to hear of a change."""

    MINOR = "minor", _("No, a small correction")
    MAJOR = "major", _("Yes, what it says has changed")


class Edition(models.Model):
    """One publication of a topic. The document is stored whole; the other columns repeat parts for lists."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("digest"), max_length=64)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    significance = models.CharField(
        _("do readers need to know?"), max_length=8, choices=Significance, default=Significance.MINOR
    )
    sign_off = models.ForeignKey(
        "topics.SignOff",
        verbose_name=_("signed off"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="editions",
    )
    forced_reason = models.CharField(
        _("published without sign-off because"),
        max_length=300,
        blank=True,
        help_text=_("Empty: signed before publishing."),
    )
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
    link_overrides = models.JSONField(
        _("where its links lead today"),
        default=dict,
        blank=True,
        help_text=_("Address as written – address today; empty: the page is gone. What was signed stays as it is."),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_start_at_one"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="edition_digest_is_sha256"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="edition_kind_known"),
            models.CheckConstraint(
                condition=~Q(significance="major") | ~Q(change_note=""),
                name="edition_major_change_has_a_note",
                violation_error_message=_("Say what has changed: readers are told."),
            ),
            # Staff publish what is signed, or give a reason; only shipped samples may have neither.
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(sign_off__isnull=False) | ~Q(forced_reason=""),
                name="edition_signed_or_forced_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {_('edition')} {self.number}"

    @property
    def review(self) -> dict | None:
        """Who answers for the text, as the page shows it; None if nobody signed it. Always derived, never typed."""
        if self.sign_off is None or self.sign_off.sha256 != self.sha256:
            return None
        return self.sign_off.as_shown

    @cached_property
    def content(self) -> Document:
        """The page as a value."""
        return Document.from_json(self.document)


class EditionLink(models.Model):
    """That an edition names a topic, in which kind of section, and by which address: written when it is published.

    Where one topic was merged into another, the row follows; the document stays as it was signed.
    """

    edition = models.ForeignKey(
        "topics.Edition", verbose_name=_("edition"), on_delete=models.CASCADE, related_name="links"
    )
    section_kind = models.CharField(_("section"), max_length=24, choices=SectionKind)
    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("names"), on_delete=models.PROTECT, related_name="mentions"
    )
    address = models.CharField(
        _("as"), max_length=100, blank=True, help_text=_("Kind/address as the document has it; empty: it had no page.")
    )

    class Meta:
        verbose_name = _("link of an edition")
        verbose_name_plural = _("links of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "section_kind", "topic", "address"], name="edition_link_once"),
            models.CheckConstraint(condition=Q(section_kind__in=SectionKind.values), name="edition_link_kind_known"),
        ]
        indexes = [models.Index(fields=["topic", "section_kind"], name="edition_link_backwards")]  # "mentioned by"

    def __str__(self):
        return f"{self.edition_id} → {self.topic_id}"
