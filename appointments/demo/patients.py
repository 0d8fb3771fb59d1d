"""Invented patients for the busy day of a demonstration.

Their surnames say that they are invented, their telephone numbers are those Ofcom reserves for drama, and their e-mail
addresses are at example.org (RFC 2606).
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from appointments.choices import AccessNeed, CallTime, DayPart, ForWhom
from appointments.phones import Phone
from appointments.requests.questions import Answers

RESERVED_NUMBERS = 1000  # 020 7946 0000 to 0999
FIRST_NAMES = (
    *("Abena", "Agnes", "Alasdair", "Amara", "Anders", "Anjali", "Arturo", "Beatriz", "Bronwyn", "Callum", "Chidi"),
    *("Daiyu", "Dilys", "Edward", "Elif", "Emeka", "Fatima", "Fergus", "Giulia", "Hamza", "Hana", "Ingrid", "Isaac"),
    *("Jadwiga", "Joan", "Kofi", "Leila", "Liam", "Magda", "Mariam", "Nadia", "Nia", "Olena", "Oscar", "Parveen"),
    *("Pavel", "Quentin", "Rashid", "Rosa", "Saoirse", "Sean", "Siobhán", "Tamsin", "Tomasz", "Ursula", "Vikram"),
    *("Wanda", "Xiu", "Yusuf", "Zofia", "Андрій", "Ευγενία", "مريم"),
)
SURNAMES = ("Example", "Sample", "Specimen", "Placeholder", "Example-Sample", "O’Specimen")
REASONS = (
    "Cramps in my lower back for two weeks, worse in the morning.",
    "Pain down my left leg when I sit for long.",
    "My back locked when I lifted a box on Saturday.",
    "The doctor at the walk-in clinic said I should have this looked at again.",
    "Numb fingers at night.",
    "Stiff neck since a long drive, painkillers help for an hour.",
    "A second opinion about an operation on a disc.",
    "The exercises do not help any more.",
    "",
)
LANGUAGES = ("Українська", "Polski", "العربية", "Español", "British Sign Language")
NOTES_ON_ACCESS = ("Comes with a wheelchair", "A chair with a straight back, please", "Brings a guide dog")
BUSY_TIMES = (("morning",), ("midday",), ("afternoon",), ("morning", "midday"), ("midday", "afternoon"))


class PatientGenerator:
    """Draws invented patients one by one; the same `random` and day give the same patients in the same order."""

    def __init__(self, random: Random, today: date):
        self.random = random
        self.today = today
        self._numbers = self._shuffled_numbers()

    def draw(self, **answers) -> Answers:
        """The answers of a patient to the request form. `answers`: those that are given; all others are drawn."""
        random = self.random
        typed = answers.pop("typed", None) or f"020 7946 {next(self._numbers):04}"
        name = answers.pop("patient_name", None) or f"{random.choice(FIRST_NAMES)} {random.choice(SURNAMES)}"
        drawn = {
            "for_whom": ForWhom.SELF,
            "patient_name": name,
            "patient_birth_year": self.today.year - random.randint(19, 88),
            "requester_name": "",
            "phone": Phone(typed, "+44" + typed.replace(" ", "")[1:]),
            "email": f"patient{random.randint(1, 99_999)}@example.org" if random.random() < 0.4 else "",
            "call_times": list(random.choice(BUSY_TIMES)) if random.random() < 0.25 else [],
            "voicemail_ok": random.random() < 0.7,
            "windows": [],
            "reason": random.choice(REASONS),
            "access_needs": [random.choice(AccessNeed.values)] if random.random() < 0.25 else [],
            "access_note": random.choice(NOTES_ON_ACCESS) if random.random() < 0.08 else "",
            "language": random.choice(LANGUAGES) if random.random() < 0.12 else "",
        }
        return Answers(**drawn | answers)

    def child(self) -> Answers:
        """The answers of a mother who asks for her daughter."""
        return self.draw(
            for_whom=ForWhom.CHILD,
            patient_name="Mila Example",
            patient_birth_year=self.today.year - 9,
            requester_name="Olena Example",
            reason="Her back hurts after sports.",
        )

    def with_wishes(self, *days: date) -> Answers:
        """The answers of a patient who can come on these days only, in the morning, and be called at midday."""
        windows = [(day, DayPart.MORNING.value) for day in days]
        return self.draw(windows=windows, call_times=[CallTime.MIDDAY.value], email="wishes@example.org")

    def _shuffled_numbers(self) -> Iterator[int]:
        """The last four digits of the reserved numbers in random order, then the same again without end."""
        numbers = list(range(RESERVED_NUMBERS))
        self.random.shuffle(numbers)
        while True:
            yield from numbers
