"""What changed about who reaches patients' data. Rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccessChange(models.Model):
    """One change of an account (FHIR AuditEvent): who, what, when, by whom. The database refuses any change of it.

    `state`: the account as it was from then on (portal.accounts.state), which the next change is found by.
    """

    class Kind(models.TextChoices):
        KNOWN = "known", _("account there when this log began")
        ADDED = "added", _("account made")
        GIVEN = "given", _("given")
        TAKEN = "taken", _("taken away")
        PASSWORD = "password", _("password set")
        REHASHED = "rehashed", _("same password, stored in a stronger form")
        EMAIL = "email", _("e-mail address changed")
        NAME = "name", _("name changed")
        LET_IN = "let_in", _("may log in")
        SHUT_OUT = "shut_out", _("may no longer log in")

    at = models.DateTimeField(_("when"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.PROTECT, related_name="access_changes"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    detail = models.TextField(_("more"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by whom"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: not by a page of the portal, but by a command or in the database."),
    )
    told = models.BooleanField(_("told"), help_text=_("Mailed, and shown to desk leads and administrators until read."))
    state = models.JSONField(_("since then"))

    class Meta:
        verbose_name = _("change of access")
        verbose_name_plural = _("changes of access")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("known", "added", "given", "taken", "password", "rehashed", "email", "name"),
                        *("let_in", "shut_out"),
                    ]
                ),
                name="access_change_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="access_change_latest"),  # what is known of an account
            models.Index(fields=["at"], condition=Q(told=True), name="access_change_told"),  # who has to read what
        ]

    def __str__(self):
        return f"{self.account}: {self.get_kind_display()} {self.detail}".strip()


class AccessChangeReading(models.Model):
    """Somebody who is told of changes has read this one."""

    change = models.ForeignKey(AccessChange, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("reading of a change of access")
        verbose_name_plural = _("readings of changes of access")
        constraints = [models.UniqueConstraint(fields=["change", "by"], name="access_change_read_once")]

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M %Z}"
