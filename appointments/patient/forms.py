"""The forms behind a patient's link, and the one for those who have none. Nothing that acts is chosen beforehand."""

import unicodedata

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.patient.actions.identity import DIGITS
from appointments.references import parse_reference
from appointments.requests.fields import BirthYearField, LineField
from appointments.requests.forms import ReachForm, StepForm


class DigitsField(LineField):
    """Four digits, of any script, blanks aside."""

    default_error_messages = {"invalid": _("Enter four digits.")}

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "control--year"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        typed = "".join(super().clean(value).split())
        digits = "".join(str(unicodedata.digit(character, "")) for character in typed)
        if typed and not len(typed) == len(digits) == DIGITS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def who_field() -> DigitsField:
    """What shows that somebody knows the patient."""
    return DigitsField(
        label=_("Patient’s year of birth, or last four digits of the phone number"),
        help_text=_("Links get forwarded. So we ask for one of the two before we show or change anything personal."),
        error_messages={"required": _("Enter one of the two.")},
    )


class PatientForm(StepForm):
    """A form behind a link: its fields in order, drawn like every form of ours."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, service=None, **kwargs)


class ProofForm(PatientForm):
    """Shows that somebody knows the patient; nothing else."""

    title = _("Change how we reach you")
    digits = who_field()


class SeenForm(PatientForm):
    """An answer to what the page showed: it carries the stamp of that."""

    seen = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)


class AnswerForm(SeenForm):
    """One of the held times, or none of them. `times`: their keys; drawn by the page, day by day."""

    NONE = "none"
    time = forms.ChoiceField(
        label=_("Which time suits you?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the times, or that none of them suits."),
            "invalid_choice": _("Choose one of the times shown."),
        },
    )

    def __init__(self, *args, times=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = [*((str(pk), str(pk)) for pk in times), (self.NONE, self.NONE)]


class YesOrNoForm(SeenForm):
    """Something is done only if it is chosen. Whoever chooses no need not show who they are."""

    NO = "no"
    choice = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of these.")})
    digits = who_field()

    def clean(self):
        answers = super().clean()
        if answers.get("choice") == self.NO:
            self.errors.pop("digits", None)
        return answers


class CancelForm(YesOrNoForm):
    """Cancelling a booked appointment."""

    title = _("Cancel your appointment?")
    button = _("Send my answer")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("Do you want to cancel?")
        self.fields["choice"].choices = [
            ("cancel", _("Yes, cancel my appointment")),
            (self.NO, _("No, keep my appointment")),
        ]


class CannotComeForm(SeenForm):
    """Too late to cancel: telling the desk all the same."""

    title = _("You cannot come?")
    choice = forms.ChoiceField(
        label=_("Shall we tell reception?"),
        choices=[("tell", _("Yes, I cannot come")), ("no", _("No, change nothing"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )


class WithdrawForm(YesOrNoForm):
    """Withdrawing an open request."""

    title = _("Withdraw your request?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("Do you still need an appointment?")
        self.fields["choice"].choices = [
            ("withdraw", _("No, withdraw my request")),
            (self.NO, _("Yes, keep my request")),
        ]


class EraseForm(YesOrNoForm):
    """Asking for erasure. `ways`: what can be chosen, by its code."""

    title = _("Erase what you told us?")

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("What shall we do?")
        self.fields["choice"].choices = [*ways, (self.NO, _("Keep everything as it is"))]


class DetailsForm(ReachForm):
    """How we reach the person who asked. Whoever has not shown who they are is asked in the same form."""

    discreet = forms.BooleanField(
        label=_("Keep messages neutral: our name, the subject and the calendar entry say nothing of a clinic."),
        required=False,
    )
    proof = forms.CharField(max_length=300, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, proven: bool, **kwargs):
        if not proven:
            self.base_fields = self.base_fields | {"digits": who_field()}
        super().__init__(*args, service=None, **kwargs)

    def layout(self):
        return Layout(*self.fields)


class FindForm(PatientForm):
    """For somebody without a link: three things only the patient and we should know together."""

    reference = LineField(
        label=_("Your reference"),
        help_text=_("Eight letters and digits, like K7M-4QX2P. We told you when you sent your request."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "control--short"}),
        error_messages={"required": _("Enter your reference.")},
    )
    phone_digits = DigitsField(
        label=_("Last four digits of your phone number"),
        help_text=_("Of the number you gave us."),
        error_messages={"required": _("Enter the last four digits of your phone number.")},
    )
    birth_year = BirthYearField(
        label=_("Patient’s year of birth"),
        error_messages={"required": _("Enter the patient’s year of birth.")},
    )

    def clean_reference(self):
        reference = parse_reference(self.cleaned_data["reference"])
        if not reference:
            raise ValidationError(_("A reference has eight letters and digits, like K7M-4QX2P."))
        return reference
