"""The form for a request that staff take down. It asks the questions of the patients' form and checks them likewise."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.choices import Channel, ForWhom
from appointments.models import HealthcareService
from appointments.requests.forms import WISH_RANKS, MoreForm, ReachForm, WhenForm, WhoForm
from appointments.requests.questions import QUESTIONS, Answers
from topics.models import Practitioner

LEAST_SECRET, LONGEST_SECRET = 20, 64


class TakingForm(WhoForm, ReachForm, WhenForm, MoreForm):
    """All questions on one page, in the order of a call. `secret`: a form with the same one makes the same request.

    There has to be a service in the database.
    """

    title = _("Take a request")
    secret = forms.CharField(min_length=LEAST_SECRET, max_length=LONGEST_SECRET, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How it reached us"),
        choices=[(code, label) for code, label in Channel.choices if code != Channel.WEB],
        initial=Channel.PHONE,
    )
    consent = forms.BooleanField(
        label=_(
            "I said: “We keep what you tell me to arrange the appointment. Is that all right?” – and the answer was "
            "yes."
        ),
        error_messages={"required": _("Ask, and tick the box if the answer is yes. Without it we may not keep this.")},
    )

    def __init__(self, data=None, **kwargs):
        self.base_fields = self.base_fields | {"service": self._service_field()}
        super().__init__(data, service=self.base_fields["service"].queryset.first(), **kwargs)
        # The desk names any practitioner; whether they fit the service is checked once that is known.
        self.fields["practitioner"] = forms.ModelChoiceField(
            label=_("A particular person?"),
            queryset=Practitioner.objects.filter(active=True).order_by("name"),
            required=False,
            empty_label=_("No preference"),
        )
        self.fields["for_whom"].initial, self.fields["when"].initial = ForWhom.SELF, "any"
        self._reword_for_staff()
        self.helper.layout = self.layout()

    @staticmethod
    def _service_field():
        services = HealthcareService.objects.select_related("specialty").order_by("specialty__name")
        return forms.ModelChoiceField(
            label=_("What for"),
            queryset=services,
            empty_label=_("Choose"),
            error_messages={"required": _("Choose the service.")},
        )

    def _reword_for_staff(self):
        """Puts the questions as they are asked on the phone."""
        self.fields["for_whom"].label = _("The appointment is for")
        self.fields["for_whom"].choices = [
            (ForWhom.SELF, _("The caller")),
            (ForWhom.CHILD, _("The caller’s child")),
            (ForWhom.OTHER, _("Someone the caller cares for")),
        ]
        self.fields["requester_name"].label = _("The caller’s name")
        self.fields["voicemail"].label = _("May we leave a voicemail?")
        self.fields["voicemail"].choices = [("yes", _("Yes")), ("no", _("No"))]
        self.fields["when"].choices = [("any", _("Any time suits")), ("days", _("Certain days"))]
        for question in QUESTIONS.values():
            for name in question.form_fields:
                self.fields[name].help_text = ""  # it speaks to the patient
        for name in ("patient_name", "requester_name", "phone", "email", "patient_birth_year"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser would offer the last caller's

    def layout(self):
        windows = [Div(f"day_{rank}", f"part_{rank}", css_class="row window") for rank in WISH_RANKS]
        return Layout(
            Fieldset(_("The appointment"), Div("service", "channel", css_class="row"), "practitioner", "reason"),
            Fieldset(
                _("The patient"),
                Div("patient_name", "patient_birth_year", css_class="row"),
                "for_whom",
                Div("requester_name", css_class="only-for-others"),
            ),
            Fieldset(
                _("How we reach them"),
                Div("phone", "email", css_class="row"),
                Div("call_times", "voicemail", css_class="row"),
                "discreet",
            ),
            Fieldset(_("When it suits"), "when", Div(*windows, css_class="only-for-days")),
            Fieldset(_("To prepare"), "access_needs", Div("access_note", "language", css_class="row")),
            "consent",
            "secret",
        )

    def clean(self):
        answers = super().clean()
        person, service = answers.get("practitioner"), answers.get("service")
        if person and service and not person.specialties.filter(pk=service.specialty_id).exists():
            self.add_error("practitioner", _("This person does not give this service."))
        return answers

    def answers(self) -> Answers:
        """The answers; the form has to be valid."""
        return Answers.from_cleaned(self.cleaned_data)
