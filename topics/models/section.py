"""A section of a topic's draft."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.kinds import SectionKind
from topics.models.stable_id import new_stable_id


class Section(models.Model):
    """A part of the page under one heading. Its items are the list below the text."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="sections"
    )
    stable_id = models.CharField(_("stable name"), max_length=20, default=new_stable_id, editable=False)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Sections are shown from the lowest number to the highest.")
    )
    kind = models.CharField(
        _("what it is about"),
        max_length=24,
        choices=SectionKind,
        help_text=_("Decides what the list may lead to, for example request buttons under “whom to see”."),
    )
    heading = models.CharField(_("heading"), max_length=160, help_text=_("In plain words, as the reader sees it."))
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "Short paragraphs in Markdown: **bold**, *emphasis*, lists and links. Sentences of about 20 words."
        ),
    )
    list_intro = models.CharField(
        _("sentence before the list"), max_length=300, blank=True, help_text=_("For example: Treatment may include:")
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["topic", "stable_id"], name="section_stable_id_unique"),
            models.CheckConstraint(condition=~Q(heading=""), name="section_has_a_heading"),
            models.CheckConstraint(condition=Q(kind__in=SectionKind.values), name="section_kind_known"),
        ]
        indexes = [models.Index(fields=["topic", "position"], name="section_in_order")]  # composing a page

    def __str__(self):
        return self.heading
