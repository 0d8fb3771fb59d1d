"""What every template may use: who the clinic is and how it is reached. Nothing about the reader."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Clinic:
    """The clinic's public face, as configured. Phone links are tel: addresses."""

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
        return cls(
            name=settings.CLINIC_NAME,
            phone=settings.CLINIC_PHONE,
            phone_link=settings.CLINIC_PHONE_LINK,
            emergency_number=settings.EMERGENCY_NUMBER,
            emergency_number_link=settings.EMERGENCY_NUMBER_LINK,
            urgent_advice_line=settings.URGENT_ADVICE_LINE,
            urgent_advice_line_link=settings.URGENT_ADVICE_LINE_LINK,
            demo=settings.DEMO,
        )


def clinic(request=None) -> dict:
    """Context processor: `clinic`."""
    return {"clinic": Clinic.configured()}
