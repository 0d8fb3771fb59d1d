"""Form fields for what people type in many ways: names, phone numbers, addresses, years, days, free text."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments import phones
from portal.lib.text import clean_line, clean_text, has_letter, longest_typed

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # of a day that somebody may mean
LONGEST_SHORT = 60  # characters that may be typed for a year or a day


class CleanedField(forms.CharField):
    """A text that `clean_typed` cleans. What is far too long for max_length is refused before it is cleaned."""

    def to_python(self, value):
        typed = super().to_python(value) or ""
        if self.max_length is not None and len(typed) > longest_typed(self.max_length):
            self.run_validators(typed)  # raises: it is longer than max_length, too
        return self.clean_typed(typed)

    def clean_typed(self, typed: str) -> str:
        raise NotImplementedError


class LineField(CleanedField):
    """One line of text, cleaned: Unicode NFC, no control or invisible characters."""

    def clean_typed(self, typed):
        return clean_line(typed)


class TextField(CleanedField):
    """Several lines of text, cleaned likewise. `max_length` counts characters as people do, a line end as one."""

    widget = forms.Textarea

    def clean_typed(self, typed):
        return clean_text(typed)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        # The browser must not cut off what is pasted: the form says how much is too much.
        attrs.pop("maxlength", None)
        return attrs


class NameField(LineField):
    """A person's full name in any script: at least one letter, at most 200 characters."""

    default_error_messages = {
        "no_letter": _("Enter a name with at least one letter."),
        "max_length": _("This name has %(show_value)s characters; we can store %(limit_value)s. Please shorten it."),
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs.update({"spellcheck": "false", "dir": "auto"})

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def validate(self, value):
        super().validate(value)
        if value and not has_letter(value):
            raise ValidationError(self.error_messages["no_letter"], code="no_letter")


class PhoneField(LineField):
    """A phone number; the cleaned value is a phones.Phone."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    default_error_messages = {"max_length": _("This is too long for a phone number. Please give one number only.")}

    def __init__(self, **kwargs):
        super().__init__(max_length=phones.LONGEST, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        try:
            return phones.parse_phone(typed, settings.PHONE_REGION)
        except phones.NotAPhoneNumber as error:
            raise ValidationError(str(error), code="phone") from None


class OptionalEmailField(LineField):
    """An e-mail address in lower case, or "". Refuses addresses that no mail can be sent to, and says why."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=254, **kwargs)

    def to_python(self, value):
        typed = value or ""
        if len(typed) <= longest_typed(self.max_length):
            typed = typed.lower()  # before the length is checked: some capitals grow
        return super().to_python(typed)

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        try:
            validate_email(value)
        except ValidationError:
            raise ValidationError(self._reason_refused(value), code="invalid") from None
        return value

    @staticmethod
    def _reason_refused(value):
        local = value.rpartition("@")[0]
        if local and not local.isascii():
            return _(
                "We cannot send to addresses with letters like ä or é before the @. "
                "Give another address, or leave this empty: we will phone you."
            )
        return _("Enter an address like name@example.com, or leave this empty: we will phone you.")


class SeveralField(forms.MultipleChoiceField):
    """Several of the choices: each once, in the order in which they are offered."""

    def clean(self, value):
        chosen = super().clean(value)
        return [code for code, _label in self.choices if code in chosen]


class BirthYearField(forms.IntegerField):
    """A year of birth between 1900 and this year, in any digits."""

    default_error_messages = {
        "invalid": _("Enter the year with four digits, like 1957."),
        "range": _("Enter a year between 1900 and %(this_year)s."),
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-year", "class": "control--year"}
        )

    def clean(self, value):
        typed = str(value or "")
        if len(typed) > LONGEST_SHORT:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year = super().clean(clean_line(typed))
        this_year = timezone.localdate().year
        if year is not None and not 1900 <= year <= this_year:
            raise ValidationError(self.error_messages["range"], code="range", params={"this_year": this_year})
        return year


class DayField(forms.DateField):
    """A day; the cleaned value is a date. Shown as the browser's date picker; typed days may have the day first."""

    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
    default_error_messages = {"invalid": _("This day does not exist. Enter it like 23/11/2026.")}

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=list(self.input_formats),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **kwargs,
        )

    def to_python(self, value) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if len(value) > LONGEST_SHORT:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(clean_line(value))


class NearDayField(DayField):
    """A day between EARLIEST_YEAR and LATEST_YEAR: beyond them some days have no time in the clinic's zone."""

    default_error_messages = {"range": _("Enter another day: this one is hundreds of years away.")}

    def to_python(self, value) -> date | None:
        day = super().to_python(value)
        if day and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValidationError(self.error_messages["range"], code="range")
        return day
