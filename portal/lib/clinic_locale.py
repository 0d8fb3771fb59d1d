"""The clinic's language and time zone, for what is written without a reader's request: mails, texts, calendar files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation


@contextmanager
def clinic_locale() -> Iterator[None]:
    """Within the block, texts are in LANGUAGE_CODE and local times in TIME_ZONE; afterwards as they were before."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(timezone.get_default_timezone()):
        yield
