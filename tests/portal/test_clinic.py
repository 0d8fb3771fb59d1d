"""What every template may know about the clinic, and that it knows nothing about the reader."""

from dataclasses import asdict

from portal.clinic import Clinic, clinic


def test_a_template_knows_the_clinic_as_it_is_configured(settings):
    settings.CLINIC_NAME, settings.CLINIC_PHONE, settings.CLINIC_PHONE_LINK = "Hillside", "112 233", "tel:112233"
    settings.DEMO = False
    shown = clinic()["clinic"]
    assert (shown.name, shown.phone, shown.phone_link, shown.demo) == ("Hillside", "112 233", "tel:112233", False)
    assert shown == Clinic.configured()


def test_it_knows_nothing_about_the_reader(rf):
    assert clinic(rf.get("/?q=secret")) == clinic()


def test_every_number_has_its_link():
    values = asdict(Clinic.configured())
    for number in ("phone", "emergency_number", "urgent_advice_line"):
        assert values[number]
        assert values[f"{number}_link"].startswith("tel:")
