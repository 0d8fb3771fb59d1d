"""A clinician answers for a text."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SignOff(models.Model):
    """A signature over a document's digest (FHIR Composition.attester). Any later change of the text leaves it behind.

    Signing the same text again on another day is another signature: what an edition was published with never changes.
    Name and credentials are kept as they were on that day, and so are the warning signs that were confirmed.
    """

    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    sha256 = models.CharField(_("digest"), max_length=64)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    reviewer_name = models.CharField(_("name"), max_length=160)
    credentials = models.CharField(_("qualification"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    signed_on = models.DateField(_("day of the review"), help_text=_("The day of signing at the clinic."))
    next_review_on = models.DateField(_("next review"))
    signs = models.JSONField(
        _("confirmed warning signs"),
        default=list,
        blank=True,
        help_text=_("Each sign as its checklist had it, with the sentences of the page that warn of it."),
    )
    signs_sha256 = models.CharField(_("digest of the confirmed warning signs"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        indexes = [models.Index(fields=["next_review_on"], name="sign_off_next_review")]  # what is due for review
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "sha256", "signs_sha256", "reviewer", "signed_on"],
                name="sign_off_once_per_text_reviewer_and_day",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sign_off_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(signs_sha256="") | Q(signs_sha256__regex=r"^[0-9a-f]{64}$"),
                name="sign_off_signs_digest_is_sha256",
            ),
            models.CheckConstraint(condition=~Q(reviewer_name=""), name="sign_off_names_the_reviewer"),
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("signed_at__date")), name="sign_off_next_review_later"
            ),
        ]

    def __str__(self):
        return f"{self.reviewer_name}, {self.signed_at:%Y-%m-%d}"

    @property
    def confirmed(self) -> set[str]:
        """What was confirmed: the digests of signs with their sentences (topics.checklists)."""
        return {row["token"] for row in self.signs}

    @property
    def as_shown(self) -> dict:
        """What readers are told: who, when, and when the page is due again."""
        reviewer = f"{self.reviewer_name}, {self.credentials}" if self.credentials else self.reviewer_name
        return {"reviewer": reviewer, "reviewed_on": self.signed_on, "next_review": self.next_review_on}
