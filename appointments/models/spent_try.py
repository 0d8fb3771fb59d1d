"""Tries that count towards a limit within a period, stored so that every process counts the same."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SpentTry(models.Model):
    """A try that did not succeed, a mail sent on demand, or a request that was sent.

    Whose it was stands here as a digest only, for a day.
    """

    class Scope(models.TextChoices):
        LINK = "link", _("to show who one is, behind one link")
        REQUEST = "request", _("to show who one is, for one request")
        ADDRESS = "address", _("to find a request, from one part of the network")
        REFERENCE = "reference", _("to find a request, with one reference")
        NEW_LINK = "new_link", _("a new link to one request")
        NETWORK = "network", _("a request, from one part of the network")
        EMAIL = "email", _("a request, with one e-mail address")
        PHONE = "phone", _("a request, with one phone number")
        WORDS = "words", _("the same words, with another phone number")
        WORDS_PHONE = "words_phone", _("the same words, with the same phone number")

    scope = models.CharField(_("for what"), max_length=12, choices=Scope)
    key_digest = models.CharField(_("digest of whose"), max_length=64)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("spent try")
        verbose_name_plural = _("spent tries")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    scope__in=[
                        *("link", "request", "address", "reference", "new_link"),
                        *("network", "email", "phone", "words", "words_phone"),
                    ]
                ),
                name="spent_try_scope_known",
            ),
            models.CheckConstraint(condition=Q(key_digest__regex=r"^[0-9a-f]{64}$"), name="spent_try_key_is_a_digest"),
        ]
        indexes = [
            models.Index(fields=["scope", "key_digest", "at"], name="spent_try_count"),  # how many are left
            models.Index(fields=["at"], name="spent_try_forget"),  # the sweep
        ]

    def __str__(self):
        return f"{self.get_scope_display()}, {self.at:%Y-%m-%d %H:%M %Z}"
