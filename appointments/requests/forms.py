"""The forms in which the questions are asked, one for each step. They check answers; they store nothing."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.choices import AccessNeed, CallTime, DayPart, ForWhom
from appointments.requests.fields import (
    BirthYearField,
    DayField,
    LineField,
    NameField,
    OptionalEmailField,
    PhoneField,
    SeveralField,
    TextField,
)
from appointments.requests.questions import FormStep
from topics.models import Practitioner

LATEST_WISH = timedelta(days=180)  # from today
WISH_RANKS = (1, 2, 3)  # first, second and third choice


class StepForm(forms.Form):
    """A step: its fields in order in one layout, drawn without a form tag. `service`: what is asked for."""

    title = ""
    use_required_attribute = False  # the server says what is missing

    def __init__(self, *args, service, **kwargs):
        self.service = service
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self):
        return Layout(*self.fields)


class WhoForm(StepForm):
    """Who the appointment is for."""

    title = _("Who is the appointment for?")
    for_whom = forms.ChoiceField(
        label=_("The appointment is for"),
        choices=ForWhom,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who the appointment is for.")},
    )
    patient_name = NameField(
        label=_("Full name of the patient"),
        help_text=_("The person who will see the specialist, as they like to be called."),
        error_messages={"required": _("Enter the patient’s name.")},
    )
    patient_birth_year = BirthYearField(
        label=_("Patient’s year of birth"),
        help_text=_("For example 1957. It helps us not to mix up two people."),
        error_messages={"required": _("Enter the patient’s year of birth.")},
    )
    requester_name = NameField(
        label=_("Your own name"),
        help_text=_("Only if you are asking for someone else: the person we call."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["patient_name"].widget.attrs["autocomplete"] = "name"
        self.fields["requester_name"].widget.attrs["autocomplete"] = "name"

    def layout(self):
        return Layout(
            "for_whom", "patient_name", "patient_birth_year", Div("requester_name", css_class="only-for-others")
        )

    def clean(self):
        answers = super().clean()
        if answers.get("for_whom") == ForWhom.SELF:
            answers["requester_name"] = ""
            self.errors.pop("requester_name", None)  # left over from another choice, and out of sight
        elif answers.get("for_whom") and not answers.get("requester_name") and "requester_name" not in self.errors:
            self.add_error("requester_name", _("Enter your own name, so that we know whom to ask for when we call."))
        return answers


class ReachForm(StepForm):
    """How we reach the person who asks."""

    title = _("How can we reach you?")
    phone = PhoneField(
        label=_("Phone number"),
        help_text=_("We call this number to agree on a time. Type it any way you like."),
        error_messages={"required": _("Enter a phone number: we call you to agree on a time.")},
    )
    email = OptionalEmailField(
        label=_("E-mail address"),
        help_text=_("We write when your request has arrived, and when a time is agreed. No e-mail is fine, too."),
    )
    call_times = SeveralField(
        label=_("Good times to call"),
        help_text=_("Choose all that suit, on working days. Leave empty if any time is fine."),
        choices=CallTime,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    voicemail = forms.ChoiceField(
        label=_("May we leave a voicemail?"),
        help_text=_("We would give our name and ask you to call back. We would not say what it is about."),
        choices=[("yes", _("Yes")), ("no", _("No, please do not leave a message"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether we may leave a voicemail.")},
    )
    discreet = forms.BooleanField(
        label=_("Keep messages neutral"),
        help_text=_(
            "Tick this if others see your messages or your calendar. They then name neither the clinic nor the place, "
            "and say only “appointment”."
        ),
        required=False,
    )


class WhenForm(StepForm):
    """When an appointment would suit, and with whom."""

    title = _("When would an appointment suit you?")
    when = forms.ChoiceField(
        label=_("Days and times"),
        help_text=_("These are wishes. We agree on the time together when we call."),
        choices=[("any", _("Any time suits me")), ("days", _("I prefer certain days"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether any time suits you or you prefer certain days.")},
    )
    practitioner = forms.ModelChoiceField(
        label=_("A particular person?"),
        queryset=Practitioner.objects.none(),
        required=False,
        empty_label=_("No preference"),
    )

    def __init__(self, *args, **kwargs):
        # The first, second and third wish have the same two fields.
        self.base_fields = self.base_fields | self._wish_fields()
        super().__init__(*args, **kwargs)
        people = Practitioner.objects.seeing_patients_of(self.service.specialty)
        self.fields["practitioner"].queryset = people
        if not people:
            del self.fields["practitioner"]
            self.helper.layout = self.layout()
        for rank in WISH_RANKS:
            limits = {"min": timezone.localdate().isoformat(), "max": (timezone.localdate() + LATEST_WISH).isoformat()}
            self.fields[f"day_{rank}"].widget.attrs.update(limits)

    @staticmethod
    def _wish_fields():
        days = {1: _("First choice: day"), 2: _("Second choice: day"), 3: _("Third choice: day")}
        parts = {1: _("First choice: time"), 2: _("Second choice: time"), 3: _("Third choice: time")}
        fields = {}
        for rank in WISH_RANKS:
            fields[f"day_{rank}"] = DayField(label=days[rank], required=False)
            fields[f"part_{rank}"] = forms.ChoiceField(
                label=parts[rank], choices=DayPart, required=False, initial=DayPart.WHOLE_DAY
            )
        return fields

    def layout(self):
        windows = [Div(f"day_{rank}", f"part_{rank}", css_class="row window") for rank in WISH_RANKS]
        rest = ["practitioner"] if "practitioner" in self.fields else []
        return Layout("when", Div(*windows, css_class="only-for-days"), *rest)

    def clean(self):
        answers = super().clean()
        answers["windows"] = []
        if answers.get("when") != "days":
            for rank in WISH_RANKS:  # days left over from another choice cannot be wrong
                self.errors.pop(f"day_{rank}", None)
            return answers
        seen = {}
        for rank in WISH_RANKS:
            day, part = answers.get(f"day_{rank}"), answers.get(f"part_{rank}") or DayPart.WHOLE_DAY
            if day is None:
                continue
            error = self._error_of(day, DayPart(part), seen.get((day, part)))
            if error:
                self.add_error(f"day_{rank}", error)
            else:
                seen[(day, part)] = rank
                answers["windows"].append((day, part))
        if not answers["windows"] and not any(f"day_{rank}" in self.errors for rank in WISH_RANKS):
            self.add_error("day_1", _("Enter at least one day, or choose “Any time suits me”."))
        return answers

    @staticmethod
    def _error_of(day: date, part: DayPart, same_as: int | None):
        now = timezone.localtime()
        today, last = now.date(), now.date() + LATEST_WISH
        if day < today:
            return _("This day has passed. Choose a day from today on.")
        if day > last:
            return _("This day is too far ahead. Choose a day within the next six months.")
        if day == today and now.time() >= part.ends:
            return _("This part of today is over. Choose a later time or another day.")
        if same_as:
            return _("This is the same as your choice %(rank)s. Choose another day or time, or leave it empty.") % {
                "rank": same_as
            }
        return None


class MoreForm(StepForm):
    """What helps the clinic prepare. Every field is optional."""

    title = _("Anything we should know?")
    reason = TextField(
        label=_("What is it about?"),
        help_text=_("A few words are enough. Reception staff and the specialist read this; it is not read at once."),
        required=False,
        max_length=500,
        error_messages={
            "max_length": _(
                "This has %(show_value)s characters; please keep it to %(limit_value)s. Tell us more on the phone."
            )
        },
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    access_needs = SeveralField(
        label=_("What can we prepare for the appointment?"),
        choices=AccessNeed,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access_note = LineField(label=_("Something else we can prepare"), required=False, max_length=200)
    language = LineField(
        label=_("Which language shall we speak?"),
        help_text=_("Leave empty for English."),
        required=False,
        max_length=60,
    )


class CheckForm(StepForm):
    """The last step: consent to what the check page shows."""

    title = _("Check your answers and send")
    website = LineField(
        label=_("Leave this empty"), required=False, max_length=64_000
    )  # the honeypot: people do not see it
    consent = forms.BooleanField(
        label=_("I have read the privacy notice, and the clinic may use these answers to arrange the appointment."),
        error_messages={"required": _("Tick the box if you agree. Without it we may not use your answers.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs.update({"autocomplete": "off", "tabindex": "-1"})

    def layout(self):
        return Layout("consent", Div("website", css_class="leave-empty"))


STEP_FORMS: dict[FormStep, type[StepForm]] = {
    FormStep.WHO: WhoForm,
    FormStep.REACH: ReachForm,
    FormStep.WHEN: WhenForm,
    FormStep.MORE: MoreForm,
    FormStep.CHECK: CheckForm,
}
