"""A form that was refused, kept for an hour so that its page can be opened and loaded again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RefusedForm(models.Model):
    """What was typed into a form, and why it was refused. Found only with the token and path of its address and by
    whoever sent it, an account or a browser with its cookie; the digest of all three is stored."""

    key_digest = models.CharField(_("digest of token and cookie"), max_length=64, unique=True)
    content = models.JSONField(_("what was typed, and why it was refused"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)  # for the removal of what has expired

    class Meta:
        verbose_name = _("refused form")
        verbose_name_plural = _("refused forms")

    def __str__(self):
        return f"#{self.pk}"
