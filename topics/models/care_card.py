"""When to get help, and how fast."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.kinds import Urgency
from topics.models.stable_id import new_stable_id


class CareCard(models.Model):
    """A card above the article: one instruction as its heading, the signs it is about, and what to do."""

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="care_cards"
    )
    stable_id = models.CharField(_("stable name"), max_length=20, default=new_stable_id, editable=False)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Among cards of the same urgency; the most urgent always come first.")
    )
    urgency = models.CharField(
        _("urgency"), max_length=12, choices=Urgency, help_text=_("Use one card of each kind at most, if you can.")
    )
    heading = models.CharField(
        _("instruction"),
        max_length=200,
        help_text=_(
            "One instruction, for example: Call {emergency_number} now if you have:"
            " – write {emergency_number}, {urgent_advice_line} or {clinic_phone} instead of numbers."
        ),
    )
    points = models.TextField(_("signs"), help_text=_("One sign a line, each complete in itself."))
    signs = models.JSONField(
        _("warns of"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("For each point the signs of the checklists that it names, by their stable names."),
    )
    action = models.TextField(
        _("what to do"), blank=True, help_text=_("What to do and what to say, in a sentence or two.")
    )

    class Meta:
        verbose_name = _("care card")
        verbose_name_plural = _("care cards")
        constraints = [
            models.UniqueConstraint(fields=["topic", "stable_id"], name="care_card_stable_id_unique"),
            models.CheckConstraint(condition=~Q(heading="") & ~Q(points=""), name="care_card_says_something"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="care_card_urgency_known"),
        ]

    def __str__(self):
        return f"{self.get_urgency_display()}: {self.heading}"
