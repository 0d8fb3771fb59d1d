"""The public holidays of the clinic's country, as suggestions for closures. Nothing is closed because of them."""

from datetime import date

import holidays
from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.date_words import day_without_year

SUBDIVISIONS = {"GB": "ENG"}  # where a country has no holidays of its own, or too few, those of its largest part


def public_holidays(year: int, region: str) -> list[tuple[date, str]]:
    """The public holidays of a year, in order, with their names. `region`: ISO country code, as in PHONE_REGION.

    Empty for a country the library does not know. Days celebrated instead of a holiday on a weekend are among them.
    """
    try:
        found = holidays.country_holidays(region, subdiv=SUBDIVISIONS.get(region), years=year)
    except NotImplementedError:
        return []
    return sorted(found.items())


class PublicHolidaysForm(forms.Form):
    """Which of the suggested public holidays the clinic is closed on. `suggested`: days with their names."""

    days = forms.TypedMultipleChoiceField(
        label=_("Public holidays"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the days on which the clinic is closed.")},
    )

    def __init__(self, *args, suggested: list[tuple[date, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = dict(suggested)
        self.fields["days"].choices = [(str(day), f"{day_without_year(day)}: {name}") for day, name in suggested]

    def chosen(self) -> list[tuple[date, str]]:
        """The ticked days with their names."""
        return [(day, self.names[day]) for day in self.cleaned_data["days"]]
