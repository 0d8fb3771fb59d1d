"""The desk's forms that name a time: one of the free times, a typed one, times to hold, leave and closures."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.clinic_time import DAY, instants_at, start_of_day
from appointments.date_words import hour_and_minute
from appointments.desk.forms.requests import DeskForm
from appointments.grid import CELL, is_clock_time_on_grid
from appointments.models import Location, ScheduleException
from appointments.requests.fields import DayField, LineField, NearDayField
from topics.models import Practitioner

MOST_TIMES = 3


class ClockTimeField(LineField):
    """A time of day on the five-minute grid, typed as 9:30, 09.30 or 930. Gives a `time`; None if it is left empty."""

    default_error_messages = {
        "invalid": _("Enter a time like 09:30."),
        "grid": _("Appointments begin on a multiple of five minutes."),
    }

    def __init__(self, **kwargs):
        seconds = str(int(CELL.total_seconds()))
        super().__init__(max_length=8, widget=forms.TextInput(attrs={"type": "time", "step": seconds}), **kwargs)

    def clean(self, value) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        digits = typed.replace(":", "").replace(".", "").rjust(4, "0")
        try:
            clock_time = datetime.strptime(digits[:4], "%H%M").time()
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not is_clock_time_on_grid(clock_time):
            raise ValidationError(self.error_messages["grid"], code="grid")
        return clock_time


def typed_instant(day: date, clock_time: time) -> datetime:
    """The instant, in UTC, at which the clinic's clock shows this time.

    ValidationError where the clocks skip it or show it twice, and at the ends of the calendar (years 1 and 9999).
    """
    try:
        found = instants_at(day, clock_time, timezone.get_default_timezone())
    except OverflowError:
        raise ValidationError(_("Enter another day."), code="day") from None
    if len(found) == 1:
        return found[0]
    raise ValidationError(
        _("The clocks are put back on this day: %(time)s comes twice. Choose another time.")
        if found
        else _("The clocks are put forward on this day: %(time)s does not exist. Choose another time."),
        code="clock",
        params={"time": hour_and_minute(clock_time)},
    )


# --- times -----------------------------------------------------------------------------------------------------------


def time_code(practitioner: int, location: int, starts_at: datetime) -> str:
    """A time as a form carries it: with whom, where, when."""
    return f"{practitioner}.{location}.{int(starts_at.timestamp())}"


def read_time_codes(codes: list[str]) -> list[tuple[Practitioner, Location, datetime]]:
    """What codes of `time_code` mean, in their order: two queries. ValidationError if one names nothing that exists."""
    try:
        read = [[int(part) for part in code.split(".")] for code in codes]
        people = Practitioner.objects.in_bulk([person for person, _place, _seconds in read])
        places = Location.objects.in_bulk([place for _person, place, _seconds in read])
        zone = timezone.get_default_timezone()
        return [
            (people[person], places[place], datetime.fromtimestamp(seconds, tz=zone)) for person, place, seconds in read
        ]
    except (ValueError, OverflowError, OSError, KeyError):
        raise ValidationError(_("Choose one of the times shown.")) from None


class FreeTimeForm(DeskForm):
    """One of the free times shown. An appointment is booked at it, or moved to it."""

    time = forms.CharField(max_length=60, error_messages={"required": _("Choose a time.")})

    def clean_time(self):
        return read_time_codes([self.cleaned_data["time"]])[0]


class TypedTimeForm(DeskForm):
    """A time the desk names itself; with a reason also on top of another appointment or outside hours."""

    practitioner = forms.ModelChoiceField(label=_("With"), queryset=Practitioner.objects.none(), empty_label=None)
    location = forms.ModelChoiceField(
        label=_("Where"), queryset=Location.objects.filter(active=True).order_by("name"), empty_label=None
    )
    day = DayField(label=_("Day"), error_messages={"required": _("Enter the day.")})
    clock = ClockTimeField(label=_("Time"), error_messages={"required": _("Enter the time.")})
    overbook_reason = LineField(
        label=_("Why on top of another appointment, or outside hours"),
        help_text=_("Leave empty for a time that is free."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args, service, may_overbook, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practitioner"].queryset = Practitioner.objects.seeing_patients_of(service.specialty)
        if not may_overbook:
            del self.fields["overbook_reason"]
            self.helper.layout = self.layout()

    def clean(self):
        answers = super().clean()
        if answers.get("day") and answers.get("clock"):
            try:
                starts_at = typed_instant(answers["day"], answers["clock"])
            except ValidationError as error:
                self.add_error("clock", error)
            else:
                answers["time"] = (answers.get("practitioner"), answers.get("location"), starts_at)
        return answers


class OfferForm(DeskForm):
    """One to three times to hold for the patient."""

    times = forms.MultipleChoiceField(error_messages={"required": _("Tick one, two or three times.")})
    lasts = forms.TypedChoiceField(
        label=_("Hold them for"),
        choices=[(2, _("2 hours")), (24, _("1 day")), (48, _("2 days")), (72, _("3 days"))],
        initial=24,
        coerce=lambda hours: timedelta(hours=int(hours)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:  # whatever is sent is checked below, not against a list that has changed since
            self.fields["times"].choices = [(code, code) for code in self.data.getlist("times")[:50]]

    def clean_times(self):
        chosen = self.cleaned_data["times"]
        if len(chosen) > MOST_TIMES:
            raise ValidationError(_("Tick three times at most."))
        return read_time_codes(chosen)


class HeldTimeForm(DeskForm):
    """Which of the held times the patient takes."""

    held = forms.IntegerField(min_value=1, max_value=2**62)


# --- leave and closures ----------------------------------------------------------------------------------------------


class DeskScheduleExceptionForm(DeskForm):
    """A closure, leave or an extra session, in clock times of the clinic. Without times it lasts for whole days."""

    kind = forms.ChoiceField(label=_("What"), choices=ScheduleException.Kind, widget=forms.RadioSelect, initial="leave")
    practitioner = forms.ModelChoiceField(
        label=_("Who"),
        help_text=_("Leave it open for a closure, which is for everybody."),
        queryset=Practitioner.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label=_("–"),
    )
    location = forms.ModelChoiceField(
        label=_("Where"),
        help_text=_("For an extra session only."),
        queryset=Location.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label=_("–"),
    )
    first_day = NearDayField(label=_("From day"), error_messages={"required": _("Enter the first day.")})
    first_clock = ClockTimeField(label=_("From time"), required=False)
    last_day = NearDayField(label=_("Until day"), error_messages={"required": _("Enter the last day.")})
    last_clock = ClockTimeField(label=_("Until time"), required=False)
    public_reason = LineField(
        label=_("Reason patients may read"),
        help_text=_("For example: Public holiday. Leave times empty for whole days."),
        required=False,
        max_length=120,
    )

    def clean(self):
        answers = super().clean()
        kind = answers.get("kind")
        kinds = ScheduleException.Kind
        if kind in {kinds.LEAVE, kinds.EXTRA} and not answers.get("practitioner") and "practitioner" not in self.errors:
            self.add_error("practitioner", _("Choose whose time this is about."))
        if kind == kinds.EXTRA and not answers.get("location") and "location" not in self.errors:
            self.add_error("location", _("Choose where the extra session takes place."))
        answers["starts_at"] = self._instant("first", is_end=False)
        answers["ends_at"] = self._instant("last", is_end=True)
        if answers["starts_at"] and answers["ends_at"] and answers["ends_at"] <= answers["starts_at"]:
            self.add_error("last_day", _("The end has to be later than the start."))
        return answers

    def _instant(self, edge: str, *, is_end: bool) -> datetime | None:
        """What was typed for this edge; without a time the beginning of the first day, or the end of the last."""
        day, clock_time = self.cleaned_data.get(f"{edge}_day"), self.cleaned_data.get(f"{edge}_clock")
        if day is None or f"{edge}_clock" in self.errors:
            return None
        try:
            if clock_time is None:
                return start_of_day(day + DAY if is_end else day, timezone.get_default_timezone())
            return typed_instant(day, clock_time)
        except (ValidationError, OverflowError) as error:
            self.add_error(f"{edge}_day", error if isinstance(error, ValidationError) else _("Enter another day."))
            return None


class SicknessForm(DeskScheduleExceptionForm):
    """Somebody is ill today or tomorrow, in clock times of the clinic. Without times it lasts for whole days."""

    kind = location = public_reason = None  # fields that this form has not
    practitioner = forms.ModelChoiceField(
        label=_("Who"),
        queryset=Practitioner.objects.filter(active=True).order_by("name"),
        empty_label=_("–"),
        error_messages={"required": _("Choose whose time this is about.")},
    )
    first_day = forms.TypedChoiceField(label=_("From day"), coerce=date.fromisoformat)
    last_day = forms.TypedChoiceField(
        label=_("Until day"), coerce=date.fromisoformat, help_text=_("Leave times empty for whole days.")
    )
    field_order = ("practitioner", "first_day", "first_clock", "last_day", "last_clock")

    def __init__(self, *args, now: datetime, **kwargs):
        today = timezone.localdate(now)
        super().__init__(*args, **kwargs)
        for name in ("first_day", "last_day"):
            self.fields[name].choices = [
                (today.isoformat(), gettext("today")),
                ((today + DAY).isoformat(), gettext("tomorrow")),
            ]
