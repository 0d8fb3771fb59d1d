"""The public holidays where the clinic is, as suggestions for closures. Nothing is closed because of them."""

from datetime import date

import holidays
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from holidays.constants import CATHOLIC, PUBLIC

from appointments.date_words import day_without_year


def public_holidays(year: int, country: str, subdivision: str = "", language: str = "en-gb") -> list[tuple[date, str]]:
    """The public holidays of a year, in order, with their names in this language, or else in English.

    `country`: ISO 3166-1, `subdivision`: ISO 3166-2 without the country, as in CLINIC_COUNTRY and CLINIC_SUBDIVISION;
    "" for none. Days celebrated instead of a holiday on a weekend are among them, and days that some communities of
    the part keep (in Bavaria Assumption Day), whose names say so. Empty for a country the library does not know.
    """
    try:
        calendar = type(holidays.country_holidays(country))
    except NotImplementedError:
        return []
    where = {"subdiv": subdivision or None, "years": year, "language": _language(calendar, language)}
    found = {}
    if CATHOLIC in calendar.supported_categories:
        in_some_places = calendar(**where, categories=(CATHOLIC,))
        found |= {
            day: _now("%(holiday)s (only in some places)") % {"holiday": name} for day, name in in_some_places.items()
        }
    return sorted((found | dict(calendar(**where, categories=(PUBLIC,)).items())).items())


def _language(calendar, wanted: str) -> str | None:
    """The library's name for this language, for English if it has no names in it; None: the names of the country."""
    has = {each.replace("_", "-").casefold(): each for each in calendar.supported_languages}
    for each in (wanted, wanted.partition("-")[0], "en-us", "en-gb"):
        if each.casefold() in has:
            return has[each.casefold()]
    return calendar.default_language


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
