"""What is written while no reader is there is in the clinic's language and time."""

from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from portal.lib.clinic_locale import clinic_locale
from tests.builders import NOW


def test_words_and_times_are_the_clinics_whatever_was_set_before(settings):
    settings.TIME_ZONE = "America/New_York"
    with translation.override("uk"), timezone.override(ZoneInfo("Asia/Tokyo")):
        with clinic_locale():
            assert translation.get_language() == "en-gb"
            assert timezone.localtime(NOW).tzname() == "EST"
        assert translation.get_language() == "uk"
        assert timezone.localtime(NOW).tzname() == "JST"
