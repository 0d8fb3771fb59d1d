"""An address that readers may still have: on paper, in a bookmark, in a search engine."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from topics.kinds import TopicKind


class FormerAddress(models.Model):
    """A page was live at this address once. It leads to where the topic is today, or says what became of it."""

    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind)
    slug = models.SlugField(_("address"), max_length=80)
    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="former_addresses"
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_address_leads_to_one_topic"),
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="former_address_kind_known"),
        ]

    def __str__(self):
        return f"{self.kind}/{self.slug}"
