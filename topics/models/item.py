"""One line of a section's list."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.models.stable_id import new_stable_id


class Item(models.Model):
    """A line as the reader sees it, and the topic it names. One that names none says why; undecided, it has neither."""

    section = models.ForeignKey(
        "topics.Section", verbose_name=_("section"), on_delete=models.CASCADE, related_name="items"
    )
    stable_id = models.CharField(_("stable name"), max_length=20, default=new_stable_id, editable=False)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Lines are shown from the lowest number to the highest.")
    )
    label = models.CharField(_("line"), max_length=200, help_text=_("The words the reader sees."))
    topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("leads to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,  # by item_leads_to
        related_name="named_by",
        help_text=_("The condition, test or specialist this line names."),
    )
    unlinked_reason = models.CharField(
        _("no link because"),
        max_length=200,
        blank=True,
        help_text=_("If the line names no topic: why, for example “a habit, not a disease”."),
    )

    class Meta:
        verbose_name = _("list item")
        verbose_name_plural = _("list items")
        constraints = [
            models.UniqueConstraint(fields=["section", "stable_id"], name="item_stable_id_unique"),
            models.CheckConstraint(condition=~Q(label=""), name="item_has_a_label"),
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(unlinked_reason=""),
                name="item_linked_or_explained_not_both",
                violation_error_message=_(
                    "Either choose where the line leads to, or say why it has no link. Not both."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["section", "position"], name="item_in_order"),  # composing a page
            # Which lines lead to a topic. Without those that lead nowhere: the count of undecided lines is read from
            # item_undecided, and must not be read from here, where all of them stand under NULL.
            models.Index(fields=["topic"], condition=Q(topic__isnull=False), name="item_leads_to"),
            models.Index(  # the first page of the admin: lines nobody has decided on
                fields=["section"], condition=Q(topic__isnull=True, unlinked_reason=""), name="item_undecided"
            ),
        ]

    def __str__(self):
        return self.label
