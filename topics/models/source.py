"""Where a page's statements come from."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.models.stable_id import new_stable_id


class Source(models.Model):
    """A guideline, a study or another publisher's page that the text rests on."""

    topic = models.ForeignKey("topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="sources")
    stable_id = models.CharField(_("stable name"), max_length=20, default=new_stable_id, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lowest number first."))
    title = models.CharField(_("title"), max_length=200, help_text=_("As printed there."))
    publisher = models.CharField(_("publisher"), max_length=120, blank=True, help_text=_("For example: NICE."))
    url = models.URLField(
        _("address"),
        max_length=400,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Where readers can look it up."),
    )
    date = models.CharField(
        _("date"), max_length=10, blank=True, help_text=_("As printed: 2023, 2023-05 or 2023-05-17.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["topic", "stable_id"], name="source_stable_id_unique"),
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
        ]

    def __str__(self):
        return self.title
