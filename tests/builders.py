"""Plain builders for rows and values of portal and topics: make_topic(name="Sciatica") fills in everything else.

Each call makes something that differs from what was made before, so that two of a kind never collide by accident.
"""

from datetime import UTC, date, datetime
from itertools import count

from django.contrib.auth.models import Group
from django.utils.text import slugify

from portal.models import OutboundMessage, User
from portal.roles import ROLES_BY_SLUG
from topics import authorship
from topics.actions import reviewing
from topics.actions.contributing import count_again
from topics.actions.publishing import publish
from topics.checklists import checklist
from topics.compose import compose, compose_unlinked
from topics.document import CareCard as CardValue
from topics.document import Document
from topics.document import Item as ItemValue
from topics.document import Section as SectionValue
from topics.document import Source as SourceValue
from topics.gates.parts import NEEDED
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.models import (
    BodyRegion,
    CareCard,
    ConsentOrigin,
    Contribution,
    Edition,
    Item,
    OtherName,
    Practitioner,
    QuoteConsent,
    RedFlag,
    Section,
    Source,
    Topic,
    TopicCode,
    WordRule,
)
from topics.warning_signs import to_confirm

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday morning
_numbers = count(1)


# --- portal ----------------------------------------------------------------------------------------------------------


def make_user(role="editor", **changes) -> User:
    """A member of staff with this role: a slug of portal.roles, "superuser", or "" for somebody without any right."""
    number = next(_numbers)
    values = {
        "email": f"staff{number}@clinic.example",
        "password": "an-honest-password",
        "display_name": f"Sam {number}",
    }
    person = User.objects.create_user(**values | {"is_superuser": role == "superuser"} | changes)
    if role in ROLES_BY_SLUG:
        person.groups.add(Group.objects.get(name=ROLES_BY_SLUG[role].name))
    return person


def make_message(**changes) -> OutboundMessage:
    """A message that waits to be sent."""
    number = next(_numbers)
    values = {
        "name": "test.hello",
        "to": f"patient{number}@example.org",
        "subject_id": number,
        "dedupe_key": f"hello:{number}",
        "message_id": f"<{number}@clinic.example>",
        "created_at": NOW,
        "not_before": NOW,
    }
    return OutboundMessage.objects.create(**values | changes)


# --- topics: rows of a draft -----------------------------------------------------------------------------------------


def make_topic(**changes) -> Topic:
    """A draft: a condition, unless another kind is given. The address is made from the name."""
    values = {"kind": TopicKind.CONDITION, "name": f"Topic {next(_numbers)}", "description": "What it is."} | changes
    return Topic.objects.create(**{"slug": slugify(values["name"])} | values)


def make_section(topic: Topic, **changes) -> Section:
    values = {"kind": SectionKind.OVERVIEW, "heading": f"Section {next(_numbers)}", "body": "Text."}
    return Section.objects.create(topic=topic, **values | {"position": topic.sections.count()} | changes)


def make_item(section: Section, **changes) -> Item:
    values = {"label": f"Line {next(_numbers)}", "position": section.items.count()}
    return Item.objects.create(section=section, **values | changes)


def make_link(topic: Topic, to: Topic, kind=SectionKind.RELATED, **changes) -> Item:
    """A section of this kind on the topic's page, with one line that leads to the other topic."""
    return make_item(make_section(topic, kind=kind), topic=to, **{"label": to.name} | changes)


def make_card(topic: Topic, **changes) -> CareCard:
    values = {"urgency": Urgency.EMERGENCY, "heading": "Call {emergency_number} now if you have:", "points": "numbness"}
    return CareCard.objects.create(topic=topic, **values | {"position": topic.care_cards.count()} | changes)


def make_source(topic: Topic, **changes) -> Source:
    values = {"title": f"Guideline {next(_numbers)}", "publisher": "NICE", "url": "https://example.org/guideline"}
    return Source.objects.create(topic=topic, **values | {"position": topic.sources.count()} | changes)


def make_contribution(topic: Topic, by: User, part="summary", **changes) -> Contribution:
    """Words of this person in the draft, as it stands now, that nobody has signed."""
    values = {"text": authorship.parts(compose_unlinked(topic)).get(part, ""), "at": NOW}
    row = Contribution.objects.create(topic=topic, by=by, part=part, **values | changes)
    count_again(topic)
    return row


def make_other_name(topic: Topic, name: str) -> OtherName:
    return OtherName.objects.create(topic=topic, name=name)


def make_code(topic: Topic, **changes) -> TopicCode:
    values = {"system": "http://hl7.org/fhir/sid/icd-10", "version": "2019", "code": f"M{next(_numbers)}"}
    return TopicCode.objects.create(topic=topic, **values | changes)


def make_region(**changes) -> BodyRegion:
    number = next(_numbers)
    return BodyRegion.objects.create(**{"slug": f"region-{number}", "name": f"Region {number}"} | changes)


def make_practitioner(*specialties: Topic, **changes) -> Practitioner:
    person = Practitioner.objects.create(**{"name": f"Dr Sample {next(_numbers)}"} | changes)
    person.specialties.set(specialties)
    return person


# --- topics: the rules a page keeps to before it goes live -----------------------------------------------------------


def make_red_flag(region: BodyRegion | None = None, **changes) -> RedFlag:
    """A sign that symptom articles about the region have to warn of: of a new region, unless one is given."""
    values = {"urgency": Urgency.EMERGENCY, "sign": f"sign {next(_numbers)}", "said_as": "numb"}
    return RedFlag.objects.create(region=region or make_region(), **values | changes)


def make_word_rule(phrase="guaranteed", **changes) -> WordRule:
    return WordRule.objects.create(phrase=phrase, **{"kind": "forbidden", "instead": "say how likely it is"} | changes)


def make_consent(name="Dr Sam Sample", **changes) -> QuoteConsent:
    """That this person agreed to be quoted."""
    values = {"credentials": "neurologist", "interests": "None declared", "consented_on": date(2026, 1, 5)}
    return QuoteConsent.objects.create(
        name=name, **values | {"recorded_by": changes.pop("by", None) or make_user()} | changes
    )


def make_unconfirmed(name="Dr Sam Sample", **changes) -> QuoteConsent:
    """That the owner's text quotes this person, whom nobody has asked yet."""
    values = {"credentials": "neurologist", "origin": ConsentOrigin.OWNERS_TEXT}
    return QuoteConsent.objects.create(name=name, **values | changes)


def make_ready(topic: Topic) -> Topic:
    """Adds what every page needs to go live: *In short*, sections, a source; a symptom also a region and its sign."""
    if not topic.summary:
        Topic.objects.filter(pk=topic.pk).update(summary="It mostly gets better.")
        topic.refresh_from_db()
    there = set(topic.sections.values_list("kind", flat=True))
    for kinds in NEEDED[TopicKind(topic.kind)]:
        if not there.intersection(kinds):
            make_section(topic, kind=kinds[0])
    if not topic.sources.exists():
        make_source(topic)
    if topic.kind == TopicKind.SYMPTOM and not topic.body_regions.exists():
        flag = make_red_flag()
        topic.body_regions.add(flag.region)
        make_card(topic, points="numbness", signs=[[flag.stable_id]])
    return topic


# --- topics: what is live --------------------------------------------------------------------------------------------


def make_live(topic: Topic | None = None, **changes) -> Topic:
    """A topic whose draft is live: the given one, or a new one made with these changes."""
    topic = topic or make_topic(**changes)
    publish(topic=topic, by=None, now=NOW)
    return Topic.objects.get(pk=topic.pk)


def make_signed(topic: Topic | None = None, **changes) -> Topic:
    """A draft that went through review and is signed, with all that a page needs to go live."""
    topic = make_ready(topic or make_topic(**changes))
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    signed = {"sha256": compose(topic).sha256, "signs": confirmed(topic)}
    reviewing.sign_off(topic=topic, by=make_user("clinician"), now=NOW, **signed)
    return Topic.objects.get(pk=topic.pk)


def confirmed(topic: Topic) -> list[str]:
    """What a reviewer of the draft ticks: each warning sign that it names a sentence for."""
    document = compose(topic)
    return [warning.token for warning in to_confirm(document, checklist(document.body_regions))]


def make_edition(**changes) -> Edition:
    """The live edition of a new topic made with these changes."""
    return make_live(**changes).live_edition


# --- topics: values --------------------------------------------------------------------------------------------------


def make_document(**changes) -> Document:
    """A short page as a value: one card, one section with two lines, one source."""
    lines = (
        ItemValue("line-1", "A habit", "", None, "a habit, not a disease"),
        ItemValue("line-2", "Undecided", "", None, ""),
    )
    values = {
        "kind": "symptom",
        "slug": "back-pain",
        "name": "Back pain",
        "plain_name": "",
        "title": "",
        "description": "Pain in the back.",
        "summary": "It mostly gets better.",
        "other_names": ("sore back",),
        "body_regions": (),
        "codes": (),
        "care_cards": (CardValue("emergency", "emergency", "Call {emergency_number}:", ("numbness",), "Say it."),),
        "sections": (SectionValue("causes", "causes", "Causes", "Many.", "Among them:", lines),),
        "sources": (SourceValue("source", "Back pain", "NHS", "https://www.nhs.uk/conditions/back-pain/", "2023-05"),),
    }
    return Document(**values | changes)
