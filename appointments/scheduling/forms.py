"""What is typed about hours, closures and leave: clock times that exist, lie on the grid and do not clash."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.grid import GRID_MINUTES
from appointments.models import OpeningHours, ScheduleException, WorkingHours
from appointments.scheduling.free_times import timetables
from appointments.scheduling.wall_clock import beginning, change_near, moments

TO_THE_MINUTE = "%H:%M"
FIRST, SECOND = "first", "second"
WHICH = (
    (FIRST, gettext_lazy("before the clocks go back")),
    (SECOND, gettext_lazy("after the clocks have gone back")),
)
FURTHEST = timedelta(days=5 * 366)  # nobody enters leave further ahead on purpose


def refuse_off_grid(clock: time | None) -> None:
    """Raises ValidationError for a time that is not a whole number of five-minute steps."""
    if clock is not None and (clock.minute % GRID_MINUTES or clock.second or clock.microsecond):
        raise ValidationError(_("Times are in steps of five minutes: 09:00, 09:05, 09:10."), code="grid")


class IntervalForm(forms.ModelForm):
    """An interval of a weekday. The class names the fields of its start and its end."""

    starts_field, ends_field = "", ""

    def clean(self):
        cleaned = super().clean()
        for name in (self.starts_field, self.ends_field):
            try:
                refuse_off_grid(cleaned.get(name))
            except ValidationError as refusal:
                self.add_error(name, refusal)
        if not self.errors:
            self._refuse_overlap(cleaned)
        return cleaned

    def _refuse_overlap(self, cleaned) -> None:
        others = self._meta.model.objects.exclude(pk=self.instance.pk).filter(
            self.holding_together(cleaned),
            **{
                "weekday": cleaned["weekday"],
                f"{self.starts_field}__lt": cleaned[self.ends_field],
                f"{self.ends_field}__gt": cleaned[self.starts_field],
            },
        )
        if other := others.order_by(self.starts_field).first():
            message = _("These hours overlap with others: %(other)s. Change those first.")
            raise ValidationError(message % {"other": other}, code="overlap")

    def holding_together(self, cleaned) -> Q:
        """Which other intervals hold at the same time as these."""
        return Q()


class OpeningHoursForm(IntervalForm):
    """When reception is open."""

    starts_field, ends_field = "opens", "closes"

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens", "closes")
        widgets = {name: AdminTimeWidget(format=TO_THE_MINUTE) for name in ("opens", "closes")}


class WorkingHoursForm(IntervalForm):
    """When a practitioner sees patients."""

    starts_field, ends_field = "starts", "ends"

    class Meta:
        model = WorkingHours
        fields = ("practitioner", "weekday", "starts", "ends", "location", "valid_from", "valid_to")
        widgets = {name: AdminTimeWidget(format=TO_THE_MINUTE) for name in ("starts", "ends")}

    def holding_together(self, cleaned) -> Q:
        still_valid = Q(valid_to__isnull=True) | Q(valid_to__gte=cleaned["valid_from"])
        last = cleaned.get("valid_to")
        begun = Q(valid_from__lte=last) if last else Q()
        return Q(practitioner=cleaned["practitioner"]) & still_valid & begun


class ExceptionForm(forms.ModelForm):
    """A closure, leave or an extra session, by the clinic's wall clock. Without times it lasts for whole days."""

    starts_day = forms.DateField(label=gettext_lazy("From"), widget=AdminDateWidget)
    starts_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=AdminTimeWidget(format=TO_THE_MINUTE),
        help_text=gettext_lazy("Empty: from the beginning of the day."),
    )
    starts_which = forms.ChoiceField(
        label=gettext_lazy("Which one?"), required=False, choices=WHICH, widget=forms.HiddenInput
    )
    ends_day = forms.DateField(
        label=gettext_lazy("Until"), widget=AdminDateWidget, help_text=gettext_lazy("The last day.")
    )
    ends_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=AdminTimeWidget(format=TO_THE_MINUTE),
        help_text=gettext_lazy("Empty: until the end of the day."),
    )
    ends_which = forms.ChoiceField(
        label=gettext_lazy("Which one?"), required=False, choices=WHICH, widget=forms.HiddenInput
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
            self._ask_which_where_there_are_two(edge)

    def clean(self):
        cleaned = super().clean()
        self.instance.starts_at = self._moment("starts")
        self.instance.ends_at = self._moment("ends")
        if self.errors:
            return cleaned
        if self.instance.ends_at <= self.instance.starts_at:
            self.add_error("ends_day", _("The end has to be later than the start."))
        elif cleaned.get("kind") == ScheduleException.Kind.EXTRA and cleaned.get("practitioner"):
            self._refuse_where_they_cannot_be(cleaned)
        return cleaned

    def _fill_in(self, edge: str, moment: datetime) -> None:
        """The stored instant as it was typed: without a time where the day begins or ends."""
        local = moment.astimezone(self.zone)
        day, clock = local.date(), local.time()
        if moment == beginning(day, self.zone):
            clock, day = None, day - timedelta(days=edge == "ends")
        self.initial |= {f"{edge}_day": day, f"{edge}_time": clock}
        if clock and len(found := moments(day, clock, self.zone)) == 2:
            self.initial[f"{edge}_which"] = SECOND if moment == found[1] else FIRST

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

    def _ask_which_where_there_are_two(self, edge: str) -> None:
        day, clock = self._typed(edge)
        found = moments(day, clock, self.zone) if day and clock and self._near(day) else []
        if len(found) == 2:
            field = self.fields[f"{edge}_which"]
            field.widget = forms.RadioSelect()
            field.choices = [
                (value, f"{moment.astimezone(self.zone):%H:%M %Z}, {label}")
                for (value, label), moment in zip(WHICH, found, strict=True)
            ]

    def _near(self, day: date) -> bool:
        return abs(day - timezone.localdate()) <= FURTHEST

    def _moment(self, edge: str) -> datetime | None:
        """The instant that was meant; None, with an error at the field, if there is none."""
        day, clock = self.cleaned_data.get(f"{edge}_day"), self.cleaned_data.get(f"{edge}_time")
        if day is None or f"{edge}_time" in self.errors:
            return None
        if not self._near(day):
            self.add_error(f"{edge}_day", _("Check the year: this day is more than five years away."))
            return None
        if clock is None:
            return beginning(day + timedelta(days=edge == "ends"), self.zone)
        try:
            refuse_off_grid(clock)
        except ValidationError as refusal:
            self.add_error(f"{edge}_time", refusal)
            return None
        return self._the_one_meant(edge, day, clock)

    def _the_one_meant(self, edge: str, day: date, clock: time) -> datetime | None:
        found = moments(day, clock, self.zone)
        which = self.cleaned_data.get(f"{edge}_which")
        if len(found) == 1:
            return found[0]
        if found and which:
            return found[which == SECOND]
        change = change_near(day, self.zone)
        words = {
            "day": date_format(day, "j F Y"),
            "reads": time_format(change.reads, "H:i"),
            "becomes": time_format(change.becomes, "H:i"),
            "clock": time_format(clock, "H:i"),
        }
        if found:
            told = _("On %(day)s the clocks go back from %(reads)s to %(becomes)s: %(clock)s comes twice. Choose one.")
            self.add_error(f"{edge}_which", told % words)
        else:
            told = _(
                "On %(day)s the clocks go forward from %(reads)s to %(becomes)s: there is no %(clock)s on that day."
            )
            self.add_error(f"{edge}_time", told % words)
        return None

    def _refuse_where_they_cannot_be(self, cleaned) -> None:
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


class HolidaysForm(forms.Form):
    """Which of the suggested public holidays the clinic is closed on."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Public holidays"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the days on which the clinic is closed.")},
    )

    def __init__(self, *args, suggested: list[tuple[date, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = dict(suggested)
        self.fields["days"].choices = [(str(day), f"{date_format(day, 'l j F')}: {name}") for day, name in suggested]

    def chosen(self) -> list[tuple[date, str]]:
        """The ticked days with their names."""
        return [(day, self.names[day]) for day in self.cleaned_data["days"]]
