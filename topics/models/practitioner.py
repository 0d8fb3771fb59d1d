"""The people who see patients."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class PractitionerQuerySet(models.QuerySet):
    def seeing_patients_of(self, specialty):
        """Works here now and is a specialist of this kind."""
        return self.filter(active=True, specialties=specialty).order_by("name", "pk")


class Practitioner(models.Model):
    """A doctor or therapist of the clinic (FHIR Practitioner): whom patients may ask for by name."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As patients know them: Dr Sam Taylor."))
    credentials = models.CharField(
        _("qualification"), max_length=160, blank=True, help_text=_("For example: consultant neurologist.")
    )
    registration = models.CharField(
        _("registration"),
        max_length=120,
        blank=True,
        help_text=_("Professional body and number, for example GMC 0000000."),
    )
    specialties = models.ManyToManyField(
        "topics.Topic",
        verbose_name=_("specialist for"),
        related_name="practitioners",
        limit_choices_to={"kind": "specialty"},
        help_text=_("Patients who ask for one of these may ask for this person."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practitioner",
        help_text=_("Only if the person logs in here."),
    )
    active = models.BooleanField(
        _("sees patients now"), default=True, help_text=_("Untick when the person leaves; never delete.")
    )

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="practitioner_has_a_name")]

    def __str__(self):
        return self.name


def practitioner_accounts() -> dict[int, dict[str, str]]:
    """Whose account sees the appointments of a practitioner: by its key the practitioner, as code and in words."""
    words = _now("sees the appointments of %(practitioner)s")
    rows = Practitioner.objects.filter(active=True, user__isnull=False).values_list("user_id", "pk", "name")
    return {user: {f"practitioner:{pk}": words % {"practitioner": name}} for user, pk, name in rows}
