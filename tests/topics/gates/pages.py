"""Pages and rules as values, for gates that know no database."""

from dataclasses import replace

from tests.builders import make_document
from topics.document import CareCard, Document, Item, Section
from topics.gates.facts import AvoidedWord, NamedTopic, PageFacts, TargetStatus
from topics.gates.finding import Finding
from topics.warning_signs import ChecklistSign

NUMB = ChecklistSign("numb", "low-back", "emergency", "numbness around the genitals", ("numb genital", "numb bottom"))
FEVER = ChecklistSign("fever", "low-back", "urgent", "a high temperature", ("temperature", "fever"))

INSTRUCTIONS = {
    "emergency": ("Call {emergency_number} now if you have:", ""),
    "urgent": ("Ask to speak to a doctor today if you have:", "Phone us on {clinic_phone}."),
    "nonurgent": ("Ask for an appointment if you have:", ""),
}


def page(*sections: Section, **changes) -> Document:
    """A symptom article of the lower back with these sections and nothing else that a gate could look at."""
    values = {"summary": "", "care_cards": (), "body_regions": ("low-back",), "sections": sections}
    return make_document(**values | changes)


def section(body="Text.", *items: Item, id="causes", **changes) -> Section:
    return replace(Section(id, "causes", f"Heading of {id}", body, "", items), **changes)


def line(label="Sciatica", target="condition/sciatica", **changes) -> Item:
    return replace(Item(label.lower(), label, target, None, ""), **changes)


def card(*points: str, urgency="emergency", signs=(), **changes) -> CareCard:
    """A card as its level asks for. `signs`: for each point what it names, one name or several."""
    heading, action = INSTRUCTIONS[urgency]
    named = tuple((one,) if isinstance(one, str) else one for one in signs)
    return replace(CareCard(urgency, urgency, heading, points, action, named), **changes)


def known(**changes) -> PageFacts:
    return PageFacts(**{"regions": {"low-back": "Lower back"}, "site": "https://clinic.example"} | changes)


def target(standing=TargetStatus.LIVE, name="Sciatica", plain_name="") -> NamedTopic:
    return NamedTopic(name, plain_name, standing)


def word(phrase, kind="forbidden", instead="say how often") -> AvoidedWord:
    return AvoidedWord(phrase, kind, instead)


def found(gate, document: Document, compared_with: PageFacts | None = None) -> list[Finding]:
    return list(gate.check(document, compared_with or known()))


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """What each says is wrong, and where: (sentence, place)."""
    return [(finding.sentence, finding.place.key) for finding in findings]
