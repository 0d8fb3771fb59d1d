"""The form for a request that was written on paper: the sheet and line, all questions, the appointment agreed on."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.desk.forms.taking import TakingForm
from appointments.desk.forms.times import ClockTimeField, typed_instant
from appointments.models import Location
from appointments.paper.sheet_serials import as_sheet_serial
from appointments.requests.fields import DayField, LineField
from topics.models import Practitioner

LARGEST_LINE = 99
APPOINTMENT_FIELDS = ("appointment_with", "appointment_where", "appointment_day", "appointment_clock")


class TypingForm(TakingForm):
    """A line of a sheet. The four fields of the appointment are all empty or all filled in.

    cleaned_data["appointment"]: (practitioner, location, start in the clinic's zone), or None. Whether that can be
    booked is not checked here.
    """

    title = _("Type in a line from paper")
    serial = LineField(
        label=_("Serial of the sheet"),
        help_text=_("In the box at its top, like 1125-K7M-2."),
        max_length=20,
        error_messages={"required": _("Enter the serial that stands on the sheet.")},
    )
    line = forms.IntegerField(
        label=_("Line"),
        min_value=1,
        max_value=LARGEST_LINE,
        error_messages={"required": _("Enter the number of the line.")},
    )
    appointment_with = forms.ModelChoiceField(
        label=_("With"),
        queryset=Practitioner.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label=_("No appointment was agreed on"),
    )
    appointment_where = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Location.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label=_("–"),
    )
    appointment_day = DayField(label=_("Day"), required=False)
    appointment_clock = ClockTimeField(label=_("Time"), required=False)

    def _reword_for_staff(self):
        super()._reword_for_staff()
        del self.fields["channel"]
        self.fields["consent"].label = _("The paper says that they were asked whether we may keep this, and said yes.")
        self.fields["consent"].error_messages["required"] = _(
            "Tick the box if the paper says yes. Without it we may not keep this: call and ask."
        )

    def layout(self):
        layout = super().layout()
        layout.fields.insert(0, Fieldset(_("The sheet"), Div("serial", "line", css_class="row")))
        appointment = Fieldset(
            _("The appointment agreed on, if there is one"),
            Div("appointment_with", "appointment_where", css_class="row"),
            Div("appointment_day", "appointment_clock", css_class="row"),
        )
        layout.fields.insert(-2, appointment)
        without_channel = layout.fields[1].fields[0]
        without_channel.fields = [name for name in without_channel.fields if name != "channel"]
        return layout

    def clean_serial(self):
        serial = as_sheet_serial(self.cleaned_data["serial"])
        if not serial:
            raise ValidationError(_("This is no serial. It looks like 1125-K7M-2."))
        return serial

    def clean(self):
        answers = super().clean()
        answers["appointment"] = None
        filled_in = [name for name in APPOINTMENT_FIELDS if answers.get(name)]
        if not filled_in or any(name in self.errors for name in APPOINTMENT_FIELDS):
            return answers
        for name in APPOINTMENT_FIELDS:
            if name not in filled_in:
                self.add_error(name, _("Tell the whole appointment, or leave all of it empty."))
        if len(filled_in) == len(APPOINTMENT_FIELDS):
            try:
                starts_at = typed_instant(answers["appointment_day"], answers["appointment_clock"])
            except ValidationError as error:
                self.add_error("appointment_clock", error)
            else:
                answers["appointment"] = (answers["appointment_with"], answers["appointment_where"], starts_at)
        return answers
