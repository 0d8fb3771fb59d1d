"""The forms behind a patient's link, and the one to find a request without a link. No choice is made beforehand."""

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
    """Four digits in any script; blanks between them are dropped. Gives them as ASCII digits."""

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


def identity_field() -> DigitsField:
    """The field whose digits identity.check_digits checks."""
    return DigitsField(
        label=_("Patient’s year of birth, or last four digits of the phone number"),
        help_text=_("Links get forwarded. So we ask for one of the two before we show or change anything personal."),
        error_messages={"required": _("Enter one of the two.")},
    )


class PatientForm(StepForm):
    """A form behind a link; it needs no service."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, service=None, **kwargs)


class IdentityForm(PatientForm):
    """Asks whether somebody knows the patient, before the stored details are shown."""

    title = _("Change how we reach you")
    digits = identity_field()


class StampedForm(PatientForm):
    """An answer to what the page showed. `seen`: the stamp of that (Story.stamp)."""

    seen = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)


class ChooseTimeForm(StampedForm):
    """One of the held times, or none of them. `times`: their keys. Drawn by the template status/offer.html."""

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


class YesOrNoForm(StampedForm):
    """A choice between doing something and not. Only doing it takes showing that one knows the patient."""

    NO = "no"
    choice = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of these.")})
    digits = identity_field()

    def clean(self):
        answers = super().clean()
        if answers.get("choice") == self.NO:
            self.errors.pop("digits", None)
        return answers


class CancelForm(YesOrNoForm):
    """Cancelling a booked appointment; not `can_be_kept`: leave or a closure stands against it."""

    title = _("Cancel your appointment?")
    button = _("Send my answer")

    def __init__(self, *args, can_be_kept: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("Do you want to cancel?")
        self.fields["choice"].choices = [
            ("cancel", _("Yes, cancel my appointment")),
            (self.NO, _("No, keep my appointment") if can_be_kept else _("No, find another time for me")),
        ]


class CannotComeForm(StampedForm):
    """Reporting, too late to cancel, that one cannot come."""

    NO = "no"
    title = _("You cannot come?")
    choice = forms.ChoiceField(
        label=_("Shall we tell reception?"),
        choices=[("tell", _("Yes, I cannot come")), (NO, _("No, change nothing"))],
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
    """Asking for erasure. `choices`: those that are open, each with its words."""

    CANCEL_FIRST = "cancel"
    AFTER_APPOINTMENT = "after"
    ERASE = "erase"
    title = _("Erase what you told us?")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("What shall we do?")
        self.fields["choice"].choices = [*choices, (self.NO, _("Keep everything as it is"))]


class DetailsForm(ReachForm):
    """How the clinic reaches the person who asked. Not `proven`: also asks whether they know the patient."""

    discreet = forms.BooleanField(
        label=_("Keep messages neutral: our name, the subject and the calendar entry say nothing of a clinic."),
        required=False,
    )
    proof = forms.CharField(max_length=300, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, proven: bool, **kwargs):
        if not proven:
            self.base_fields = self.base_fields | {"digits": identity_field()}
        super().__init__(*args, service=None, **kwargs)

    def layout(self):
        return Layout(*self.fields)


class FindRequestForm(PatientForm):
    """For somebody without a link: three facts that only the patient and the clinic know together."""

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
