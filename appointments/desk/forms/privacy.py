"""The forms of a desk lead: the days of the access report, and what to export."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.desk.forms.requests import DeskForm
from appointments.models import ExportRecord, HealthcareService
from appointments.privacy.access_patterns import MOST_DAYS
from appointments.privacy.actions.exports import LONGEST_WHY
from appointments.requests.fields import LineField, NearDayField

USUAL_SPAN = timedelta(days=6)  # from the first day to the last: seven days


SHEETS = (ExportRecord.Format.XLSX, ExportRecord.Format.CSV)  # a sheet opens without asking how to split it
COPIES = (ExportRecord.Format.HTML, ExportRecord.Format.JSON)


class DaysForm(DeskForm):
    """From one day to another, both included; by default the seven days until today. Sent with GET."""

    first_day = NearDayField(label=_("From"), required=False)
    last_day = NearDayField(label=_("Until"), required=False)

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        last = cleaned.get("last_day") or timezone.localdate()
        first = cleaned.get("first_day") or last - USUAL_SPAN
        if first > last:
            raise ValidationError(_("The first day comes after the last one."), code="order")
        if (last - first).days >= MOST_DAYS:
            raise ValidationError(_("Choose %(most)s days at most."), code="long", params={"most": MOST_DAYS})
        if not 1990 <= first.year <= last.year <= 2200:
            raise ValidationError(_("Choose days of these years."), code="range")
        return cleaned | {"first_day": first, "last_day": last}


class ExportForm(DeskForm):
    """Which requests to export, in which format, and for what purpose."""

    first_day = NearDayField(label=_("Received from"), error_messages={"required": _("Choose the first day.")})
    last_day = NearDayField(label=_("Until"), error_messages={"required": _("Choose the last day.")})
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=HealthcareService.objects.select_related("specialty").order_by("specialty__name"),
        required=False,
        empty_label=_("All"),
    )
    format = forms.ChoiceField(
        label=_("As"),
        choices=[(each.value, each.label) for each in SHEETS],
        widget=forms.RadioSelect,
        initial=ExportRecord.Format.XLSX,
    )
    with_reason = forms.BooleanField(
        label=_("With the reasons patients gave"),
        required=False,
        help_text=_("Reasons speak of illness: leave them out unless you need them."),
    )
    why = LineField(
        label=_("What do you need it for?"),
        max_length=LONGEST_WHY,
        help_text=_("Kept with your name, the time and the requests it holds. Name no patient."),
        error_messages={"required": _("Say what you need it for.")},
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day cannot come before the first."))
        if first and last and not 1990 <= first.year <= last.year <= 2200:
            self.add_error("first_day", _("Choose days of these years."))
        return cleaned


class PatientCopyForm(DeskForm):
    """In which form a patient gets a copy, and how they showed who they are."""

    format = forms.ChoiceField(
        label=_("As"),
        choices=[(each.value, each.label) for each in COPIES],
        widget=forms.RadioSelect,
        initial=ExportRecord.Format.HTML,
    )
    why = LineField(
        label=_("Who asked, and how did they show who they are?"),
        max_length=LONGEST_WHY,
        help_text=_("Kept with your name and the time. Name no patient."),
        error_messages={"required": _("Say how they showed who they are.")},
    )
