"""The search box."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """What someone looks for. Refuses NUL bytes, which no keyboard types."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
