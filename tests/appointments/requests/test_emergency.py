"""The card that tells nobody to wait for us in an emergency."""

from appointments.requests.emergency import emergency_card
from portal.clinic import Clinic
from topics.placeholders import unknown


def test_it_names_this_clinics_emergency_number_and_how_to_call_it(settings):
    settings.EMERGENCY_NUMBER, settings.EMERGENCY_NUMBER_LINK = "112", "tel:112"
    card = emergency_card(Clinic.configured())
    assert card.urgency == "emergency"
    assert card.heading == "Call 112 now if someone has:"
    assert card.phone_link == "tel:112"
    assert len(card.points) >= 4
    assert "Do not send a request for this" in card.action


def test_every_placeholder_in_it_is_filled():
    card = emergency_card(Clinic.configured())
    words = " ".join((card.heading, *card.points, card.action))
    assert unknown(words) == []
    assert "{" not in words
