"""Invented patients for a rehearsal: their names say so, their numbers are Ofcom's for drama, nobody has their mail."""

from collections.abc import Iterator
from datetime import date
from random import Random

from appointments.choices import AccessNeed, CallTime, DayPart, ForWhom
from appointments.phones import Phone
from appointments.requests.questions import Answers

NUMBERS = 1000  # 020 7946 0000 to 0999 belong to nobody
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


class Cast:
    """Draws one invented patient after the other; the same dice draw the same people."""

    def __init__(self, dice: Random, today: date):
        self.dice = dice
        self.today = today
        self._numbers = self._every_number()

    def anybody(self, **said) -> Answers:
        """Somebody with a wish for an appointment. `said`: what this person tells in particular."""
        dice = self.dice
        typed = said.pop("typed", None) or f"020 7946 {next(self._numbers):04}"
        name = said.pop("patient_name", None) or f"{dice.choice(FIRST_NAMES)} {dice.choice(SURNAMES)}"
        drawn = {
            "for_whom": ForWhom.SELF,
            "patient_name": name,
            "patient_birth_year": self.today.year - dice.randint(19, 88),
            "requester_name": "",
            "phone": Phone(typed, "+44" + typed.replace(" ", "")[1:]),
            "email": f"patient{dice.randint(1, 99_999)}@example.org" if dice.random() < 0.4 else "",
            "call_times": list(dice.choice(BUSY_TIMES)) if dice.random() < 0.25 else [],
            "voicemail_ok": dice.random() < 0.7,
            "windows": [],
            "reason": dice.choice(REASONS),
            "access_needs": [dice.choice(AccessNeed.values)] if dice.random() < 0.25 else [],
            "access_note": dice.choice(NOTES_ON_ACCESS) if dice.random() < 0.08 else "",
            "language": dice.choice(LANGUAGES) if dice.random() < 0.12 else "",
        }
        return Answers(**drawn | said)

    def child(self) -> Answers:
        """Somebody's child, who is to be asked for by the parent's name."""
        return self.anybody(
            for_whom=ForWhom.CHILD,
            patient_name="Mila Example",
            patient_birth_year=self.today.year - 9,
            requester_name="Olena Example",
            reason="Her back hurts after sports.",
        )

    def with_wishes(self, *days: date) -> Answers:
        """Somebody who can come on these days only, each in the morning, and be called at midday."""
        windows = [(day, DayPart.MORNING.value) for day in days]
        return self.anybody(windows=windows, call_times=[CallTime.MIDDAY.value], email="wishes@example.org")

    def _every_number(self) -> Iterator[int]:
        """All numbers in an order of their own; then, in a very long rehearsal, once more."""
        numbers = list(range(NUMBERS))
        self.dice.shuffle(numbers)
        while True:
            yield from numbers
