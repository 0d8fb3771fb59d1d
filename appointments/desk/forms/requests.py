"""The forms of the queue and of one request, and DeskForm, from which all forms of the desk derive."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.choices import ContactOutcome, DeclineReason
from appointments.models import HealthcareService, Location
from appointments.models.appointment import CancellationReason
from appointments.references import parse_reference
from appointments.requests.fields import LineField, NearDayField, PhoneField, TextField


class DeskForm(forms.Form):
    """A form of the desk: drawn by crispy-forms without a form tag of its own."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self):
        return Layout(*self.fields)


class FilterForm(DeskForm):
    """The filters of the queue. Sent with GET; nothing is required."""

    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=HealthcareService.objects.select_related("specialty").order_by("specialty__name"),
        required=False,
        empty_label=_("All"),
    )
    location = forms.ModelChoiceField(
        label=_("Location"),
        queryset=Location.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label=_("All"),
    )
    language = LineField(label=_("Language"), required=False, max_length=60)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    callable = forms.BooleanField(label=_("Can be called now"), required=False)
    due = forms.BooleanField(label=_("Promised for today, or late"), required=False)


# --- one request -----------------------------------------------------------------------------------------------------


class AttemptForm(DeskForm):
    """How a call ended."""

    outcome = forms.ChoiceField(choices=ContactOutcome)


class NoteForm(DeskForm):
    """A note for colleagues."""

    text = TextField(
        label=_("Note for colleagues"),
        help_text=_("Patients never see it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write a word or more.")},
    )


class PhoneForm(DeskForm):
    """The right number."""

    phone = PhoneField(label=_("Right phone number"), error_messages={"required": _("Enter the number.")})


class DiscretionForm(DeskForm):
    """Whether messages and calendar entries are to be neutral."""

    discreet = forms.TypedChoiceField(
        label=_("Messages and calendar entries"),
        choices=[("yes", _("Neutral: no clinic, no place, no names")), ("no", _("As usual"))],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class TellForm(DeskForm):
    """Which of the calls was made."""

    call = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class DeclineForm(DeskForm):
    """Why we cannot give this appointment, and what to do instead."""

    because = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *DeclineReason.choices])
    public_answer = TextField(
        label=_("What the patient reads"),
        help_text=_("In plain words, with what to do instead."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell the patient what to do instead.")},
    )


class WaitForm(DeskForm):
    """The patient agrees to wait."""

    review_on = NearDayField(
        label=_("Look again on"),
        help_text=_("By then we call, whatever has become free."),
        error_messages={"required": _("Enter a day.")},
    )
    notice_hours = forms.IntegerField(
        label=_("Notice the patient needs, in hours"), min_value=0, max_value=720, initial=24
    )


class EarlierForm(DeskForm):
    """The patient keeps the appointment and would take an earlier one."""

    notice_hours = forms.IntegerField(
        label=_("Notice the patient needs, in hours"),
        help_text=_("The appointment stays as it is until the patient takes an earlier time."),
        min_value=0,
        max_value=720,
        initial=24,
    )


class MergeForm(DeskForm):
    """The request this one is the same as."""

    into = LineField(
        label=_("Reference of the other request"),
        max_length=20,
        error_messages={"required": _("Enter the reference of the request that stays.")},
    )

    def clean_into(self):
        reference = parse_reference(self.cleaned_data["into"])
        if not reference:
            raise ValidationError(_("This is no reference. It looks like K7M-4QX2P."))
        return reference


class CancelByClinicForm(DeskForm):
    """Why we cannot keep the appointment."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in (CancellationReason.CLINIC, CancellationReason.LEAVE, CancellationReason.DUPLICATE)
        ],
    )
    note = TextField(
        label=_("Note for colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
