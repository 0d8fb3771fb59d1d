"""The emergency card for pages on which no article's own stands."""

from django.utils.translation import gettext as _

from portal.context import Clinic
from topics.document import CareCard
from topics.kinds import Urgency
from topics.page import CardView, card_view


def emergency_card(clinic: Clinic) -> CardView:
    """The card with the general signs of an emergency and the clinic's emergency number."""
    return card_view(
        CareCard(
            id="emergency",
            urgency=Urgency.EMERGENCY,
            heading=_("Call {emergency_number} now if someone has:"),
            points=(
                _("chest pain, or trouble breathing"),
                _("a face that droops, a weak arm or leg, or sudden trouble speaking"),
                _("numbness between the legs, or can no longer control pee or poo"),
                _("a serious injury, or bleeding that does not stop"),
                _("fainted, is very confused, or feels so ill that you are worried"),
            ),
            action=_("Do not send a request for this. It is not read straight away."),
        ),
        clinic,
    )
