"""The clinic's own language and clock, for what is written while no reader is there: mails, texts, calendar files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation


@contextmanager
def in_the_clinics_words() -> Iterator[None]:
    """Inside, words are in LANGUAGE_CODE and times in TIME_ZONE, whatever was set before."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(timezone.get_default_timezone()):
        yield
