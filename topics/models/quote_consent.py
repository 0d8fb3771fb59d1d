"""Whose words may stand on our pages, and how we know."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ConsentOrigin(models.TextChoices):
    """How the clinic comes by it. Only what comes with the portal is named in the owner's text."""

    IN_WRITING = "in_writing", _("given to the clinic in writing")
    OWNERS_TEXT = "owners_text", _("named in the owner’s text, to be confirmed by the clinic")


class QuoteConsentQuerySet(models.QuerySet):
    """What lists and gates ask of consents."""

    def to_confirm(self):
        """Nobody has asked these people yet; their words stand on our pages as a sample."""
        return self.filter(origin=ConsentOrigin.OWNERS_TEXT, withdrawn_on__isnull=True)


class QuoteConsent(models.Model):
    """A person whose words stand on our pages, under their name, because they said yes or still have to be asked.

    Kept after it is withdrawn.
    """

    name = models.CharField(
        _("name"), max_length=120, help_text=_("Exactly as it stands under the quotation: Dr Sam Taylor.")
    )
    credentials = models.CharField(
        _("what they are"), max_length=160, help_text=_("For example: consultant neurologist, or: patient of ours.")
    )
    registration = models.CharField(
        _("registration"),
        max_length=120,
        blank=True,
        help_text=_("Professional body and number, for example GMC 0000000. Empty for patients."),
    )
    interests = models.CharField(
        _("interests"),
        max_length=300,
        blank=True,
        help_text=_("Who pays them or what they sell, if it bears on what they say. “None declared” if nothing."),
    )
    origin = models.CharField(
        _("origin"),
        max_length=20,
        choices=ConsentOrigin,
        default=ConsentOrigin.IN_WRITING,
        editable=False,
        help_text=_("How the clinic comes by it. The day they agreed in writing makes it theirs."),
    )
    consented_on = models.DateField(
        _("agreed on"), null=True, blank=True, help_text=_("The day they agreed to these words in writing.")
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("If they changed their mind, or never agreed and were replaced: their words have to go."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        editable=False,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = QuoteConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("person we quote")
        verbose_name_plural = _("people we quote")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(withdrawn_on__isnull=True),
                name="quote_consent_one_living_per_name",
                violation_error_message=_("The consent of a person of this name is on file already."),
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(credentials=""), name="quote_consent_says_who"),
            models.CheckConstraint(
                condition=Q(
                    ~Q(interests=""),
                    origin=ConsentOrigin.IN_WRITING,
                    consented_on__isnull=False,
                    recorded_by__isnull=False,
                )
                | Q(origin=ConsentOrigin.OWNERS_TEXT, consented_on__isnull=True, recorded_by__isnull=True),
                name="quote_consent_in_writing_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(consented_on__isnull=True)
                | Q(withdrawn_on__gte=F("consented_on")),
                name="quote_consent_withdrawn_later",
                violation_error_message=_("It cannot have been withdrawn before it was given."),
            ),
        ]

    def __str__(self):
        return self.name
