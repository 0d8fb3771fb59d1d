"""The admin's forms for hours, closures and leave: clock times that exist, lie on the grid and do not clash."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.clinic_time import MIDNIGHT, clock_change_near, instants_at, start_of_day
from appointments.date_words import END_OF_DAY, clock_time_with_zone, day_without_weekday, hour_and_minute
from appointments.grid import is_clock_time_on_grid
from appointments.models import OpeningHours, ScheduleException, WorkingHours
from appointments.scheduling.free_times import timetables

MINUTE_FORMAT = "%H:%M"
FURTHEST_AWAY = timedelta(days=5 * 366)  # nobody enters leave further ahead on purpose


class Occurrence(TextChoices):
    """Which of the two instants is meant at which the clock shows a time that comes twice."""

    FIRST = "first", gettext_lazy("before the clocks go back")
    SECOND = "second", gettext_lazy("after the clocks have gone back")


def _refuse_off_grid(clock_time: time) -> None:
    """Raises ValidationError for a time of a day that is not a whole number of five-minute steps."""
    if not is_clock_time_on_grid(clock_time):
        raise ValidationError(_("Times are in steps of five minutes: 09:00, 09:05, 09:10."), code="grid")


class EndTimeField(forms.TimeField):
    """A time at which something ends. 24:00, midnight at the end of the day, becomes `midnight`, shown as 24:00."""

    def __init__(self, *, midnight: time | None = MIDNIGHT, **kwargs):
        self.midnight = midnight
        super().__init__(widget=AdminTimeWidget(format=MINUTE_FORMAT), **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and value.strip() in {END_OF_DAY, f"{END_OF_DAY}:00", "24"}:
            return self.midnight
        return super().to_python(value)

    def prepare_value(self, value):
        return END_OF_DAY if value is not None and value == self.midnight else value


def _end_time(field) -> EndTimeField:
    return EndTimeField(label=field.verbose_name.capitalize(), help_text=field.help_text)


class IntervalForm(forms.ModelForm):
    """An interval of a weekday. The class names the fields of its start and its end."""

    starts_field, ends_field = "", ""

    def clean(self):
        cleaned = super().clean()
        for name in (self.starts_field, self.ends_field):
            if cleaned.get(name) is None:
                continue
            try:
                _refuse_off_grid(cleaned[name])
            except ValidationError as refusal:
                self.add_error(name, refusal)
        if not self.errors:
            self._refuse_overlap(cleaned)
        return cleaned

    def _refuse_overlap(self, cleaned) -> None:
        starts, ends = cleaned[self.starts_field], cleaned[self.ends_field]
        begins_before_the_end = Q() if ends == MIDNIGHT else Q(**{f"{self.starts_field}__lt": ends})
        ends_after_the_start = Q(**{f"{self.ends_field}__gt": starts}) | Q(**{self.ends_field: MIDNIGHT})
        others = self._meta.model.objects.exclude(pk=self.instance.pk).filter(
            self.held_at_the_same_time(cleaned),
            begins_before_the_end,
            ends_after_the_start,
            weekday=cleaned["weekday"],
        )
        if other := others.order_by(self.starts_field).first():
            message = _("These hours overlap with others: %(other)s. Change those first.")
            raise ValidationError(message % {"other": other}, code="overlap")

    def held_at_the_same_time(self, cleaned) -> Q:
        """Which other intervals hold at the same time as these, apart from the weekday."""
        return Q()


class OpeningHoursForm(IntervalForm):
    """When reception is open."""

    starts_field, ends_field = "opens", "closes"
    closes = _end_time(OpeningHours._meta.get_field("closes"))

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens", "closes")
        widgets = {"opens": AdminTimeWidget(format=MINUTE_FORMAT)}


class WorkingHoursForm(IntervalForm):
    """When a practitioner sees patients."""

    starts_field, ends_field = "starts", "ends"
    ends = _end_time(WorkingHours._meta.get_field("ends"))

    class Meta:
        model = WorkingHours
        fields = ("practitioner", "weekday", "starts", "ends", "location", "valid_from", "valid_to")
        widgets = {"starts": AdminTimeWidget(format=MINUTE_FORMAT)}

    def held_at_the_same_time(self, cleaned) -> Q:
        still_valid = Q(valid_to__isnull=True) | Q(valid_to__gte=cleaned["valid_from"])
        last = cleaned.get("valid_to")
        begun = Q(valid_from__lte=last) if last else Q()
        return Q(practitioner=cleaned["practitioner"]) & still_valid & begun


class ScheduleExceptionForm(forms.ModelForm):
    """A closure, leave or an extra session, typed in clock times of the clinic. Without times it lasts for whole days.

    Of a time that comes twice, because the clocks go back, it asks which one is meant.
    """

    starts_day = forms.DateField(label=gettext_lazy("From"), widget=AdminDateWidget)
    starts_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=AdminTimeWidget(format=MINUTE_FORMAT),
        help_text=gettext_lazy("Empty: from the beginning of the day."),
    )
    starts_which = forms.ChoiceField(
        label=gettext_lazy("Which one?"), required=False, choices=Occurrence, widget=forms.HiddenInput
    )
    ends_day = forms.DateField(
        label=gettext_lazy("Until"), widget=AdminDateWidget, help_text=gettext_lazy("The last day.")
    )
    ends_time = EndTimeField(
        label=gettext_lazy("at"),
        required=False,
        midnight=None,
        help_text=gettext_lazy("Empty or 24:00: until the end of the day."),
    )
    ends_which = forms.ChoiceField(
        label=gettext_lazy("Which one?"), required=False, choices=Occurrence, widget=forms.HiddenInput
    )

    class Meta:
        model = ScheduleException
        fields = ("kind", "practitioner", "location", "public_reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = timezone.get_default_timezone()
        if self.instance.pk:
            self._fill_in("starts", self.instance.starts_at)
            self._fill_in("ends", self.instance.ends_at)
        for edge in ("starts", "ends"):
            self._ask_which_occurrence(edge)

    def clean(self):
        cleaned = super().clean()
        self.instance.starts_at = self._instant("starts")
        self.instance.ends_at = self._instant("ends")
        if self.errors:
            return cleaned
        if self.instance.ends_at <= self.instance.starts_at:
            self.add_error("ends_day", _("The end has to be later than the start."))
        elif cleaned.get("kind") == ScheduleException.Kind.EXTRA and cleaned.get("practitioner"):
            self._refuse_impossible_extra_session(cleaned)
        return cleaned

    def _fill_in(self, edge: str, moment: datetime) -> None:
        """The stored instant as it was typed: without a time where the day begins or ends."""
        local = moment.astimezone(self.zone)
        day, clock_time = local.date(), local.time()
        if moment == start_of_day(day, self.zone):
            clock_time, day = None, day - timedelta(days=edge == "ends")
        self.initial |= {f"{edge}_day": day, f"{edge}_time": clock_time}
        if clock_time and len(found := instants_at(day, clock_time, self.zone)) == 2:
            self.initial[f"{edge}_which"] = Occurrence.SECOND if moment == found[1] else Occurrence.FIRST

    def _typed(self, edge: str) -> tuple[date | None, time | None]:
        """Day and time as they stand in the form now, as far as they can be read."""
        values = []
        for name in (f"{edge}_day", f"{edge}_time"):
            field = self.fields[name]
            try:
                values.append(field.clean(self[name].value() or ""))
            except ValidationError:
                values.append(None)
        return values[0], values[1]

    def _ask_which_occurrence(self, edge: str) -> None:
        day, clock_time = self._typed(edge)
        found = instants_at(day, clock_time, self.zone) if day and clock_time and self._is_near(day) else []
        if len(found) == 2:
            field = self.fields[f"{edge}_which"]
            field.widget = forms.RadioSelect()
            field.choices = [
                (value, f"{clock_time_with_zone(moment)}, {label}")
                for (value, label), moment in zip(Occurrence.choices, found, strict=True)
            ]

    def _is_near(self, day: date) -> bool:
        return abs(day - timezone.localdate()) <= FURTHEST_AWAY

    def _instant(self, edge: str) -> datetime | None:
        """The instant that was meant; None, with an error at the field, if there is none."""
        day, clock_time = self.cleaned_data.get(f"{edge}_day"), self.cleaned_data.get(f"{edge}_time")
        if day is None or f"{edge}_time" in self.errors:
            return None
        if not self._is_near(day):
            self.add_error(f"{edge}_day", _("Check the year: this day is more than five years away."))
            return None
        if clock_time is None:
            return start_of_day(day + timedelta(days=edge == "ends"), self.zone)
        try:
            _refuse_off_grid(clock_time)
        except ValidationError as refusal:
            self.add_error(f"{edge}_time", refusal)
            return None
        return self._instant_meant(edge, day, clock_time)

    def _instant_meant(self, edge: str, day: date, clock_time: time) -> datetime | None:
        found = instants_at(day, clock_time, self.zone)
        which = self.cleaned_data.get(f"{edge}_which")
        if len(found) == 1:
            return found[0]
        if found and which:
            return found[which == Occurrence.SECOND]
        change = clock_change_near(day, self.zone)
        words = {
            "day": day_without_weekday(day),
            "reads": hour_and_minute(change.reads),
            "becomes": hour_and_minute(change.becomes),
            "clock": hour_and_minute(clock_time),
        }
        if found:
            refusal = _(
                "On %(day)s the clocks go back from %(reads)s to %(becomes)s: %(clock)s comes twice. Choose one."
            )
            self.add_error(f"{edge}_which", refusal % words)
        else:
            refusal = _(
                "On %(day)s the clocks go forward from %(reads)s to %(becomes)s: there is no %(clock)s on that day."
            )
            self.add_error(f"{edge}_time", refusal % words)
        return None

    def _refuse_impossible_extra_session(self, cleaned) -> None:
        """An extra session is no use in leave or a closure, nor while the person has hours in another place."""
        person, start, end = cleaned["practitioner"], self.instance.starts_at, self.instance.ends_at
        days = {"first_day": timezone.localdate(start), "last_day": timezone.localdate(end)}
        table = timetables([person], **days, now=timezone.now()).get(person.pk)
        if table is None:
            raise ValidationError(_("%(name)s does not see patients here any more.") % {"name": person})
        if any(away.start < end and start < away.end for away in table.away):
            raise ValidationError(
                _("%(name)s is away then, or the clinic is closed: change that first.") % {"name": person}
            )
        here = cleaned["location"].pk if cleaned.get("location") else None
        for (begins, ends), place in table.sessions:
            if not self.instance.pk and place != here and begins < end and start < ends:
                raise ValidationError(
                    _("%(name)s works in another place at that time: enter leave for those hours first.")
                    % {"name": person}
                )
