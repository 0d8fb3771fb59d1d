"""Forms of the admin: they say what is wrong where it is typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.lib.text import clean_line, clean_text
from topics.placeholders import KNOWN, unknown


class DraftForm(forms.ModelForm):
    """Cleans every text of invisible characters and refuses misspelt placeholders."""

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):  # a complaint takes the value out of cleaned
            if not isinstance(value, str):
                continue
            long = isinstance(self._meta.model._meta.get_field(name), models.TextField)
            cleaned[name] = clean_text(value) if long else clean_line(value)
            for wrong in unknown(value):
                known = ", ".join(f"{{{word}}}" for word in KNOWN)
                message = _("{%(wrong)s} is not known. Use one of these: %(known)s.") % {"wrong": wrong, "known": known}
                self.add_error(name, ValidationError(message, code="placeholder"))
        return cleaned


class TopicForm(DraftForm):
    """A topic of one kind. The kind comes from the place in the admin, and counts when the address is checked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = self._meta.model.KIND

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"kind"}
