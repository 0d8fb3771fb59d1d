"""What load_content has put here, so that it never overwrites what staff changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippedPage(models.Model):
    """A page that came with the portal: which file, and the digest of its bytes when it was loaded."""

    key = models.CharField(_("file"), max_length=120, unique=True)
    file_sha256 = models.CharField(_("digest of the file"), max_length=64)
    topic = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shipped_as",
    )

    class Meta:
        verbose_name = _("shipped page")
        verbose_name_plural = _("shipped pages")

    def __str__(self):
        return self.key
