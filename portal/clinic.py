"""The clinic as its settings describe it: name, telephone numbers. Also the context processor for templates."""

from dataclasses import dataclass

from django.conf import settings

from portal.lib.text import isolated_in_rtl


@dataclass(frozen=True)
class Clinic:
    """What readers are told about the clinic. `…_link`: the tel: address of a number.

    Numbers stand as written in the settings; in a language that runs from right to left they are set apart, because
    their groups would change places.
    """

    name: str
    phone: str
    phone_link: str
    emergency_number: str
    emergency_number_link: str
    urgent_advice_line: str
    urgent_advice_line_link: str
    demo: bool

    @classmethod
    def configured(cls) -> "Clinic":
        """The clinic of the present settings."""
        return cls(
            name=settings.CLINIC_NAME,
            phone=isolated_in_rtl(settings.CLINIC_PHONE),
            phone_link=settings.CLINIC_PHONE_LINK,
            emergency_number=isolated_in_rtl(settings.EMERGENCY_NUMBER),
            emergency_number_link=settings.EMERGENCY_NUMBER_LINK,
            urgent_advice_line=isolated_in_rtl(settings.URGENT_ADVICE_LINE),
            urgent_advice_line_link=settings.URGENT_ADVICE_LINE_LINK,
            demo=settings.DEMO,
        )


def clinic(request=None) -> dict:
    """Context processor: every template can use `clinic`, a Clinic. It depends on nothing of the request."""
    return {"clinic": Clinic.configured()}
