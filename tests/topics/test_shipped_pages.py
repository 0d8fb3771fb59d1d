"""The pages we ship: complete, linked, plainly written, and shown to readers as they were meant."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from appointments.models import HealthcareService
from tests.portal.valid_html import faults
from topics import shipped, shipped_rules
from topics.gates import care_cards, red_flags
from topics.gates.facts import PageFacts
from topics.gates.quotations import people_quoted, sample_line
from topics.kinds import SectionKind, TopicKind, Urgency
from topics.models import Topic
from topics.placeholders import unknown
from topics.warning_signs import ChecklistSign, suggested

ARTICLE = "/symptoms/lower-back-cramps/"
SPECIALISTS = ["therapist", "neurologist", "orthopedist", "vertebrologist", "manual-therapist", "physiotherapist"]
OWNERS_SUBJECTS = [
    SectionKind.OVERVIEW,
    SectionKind.POSSIBLE_CONDITIONS,
    SectionKind.DIAGNOSIS,
    SectionKind.WHO_TO_SEE,
    SectionKind.TYPES,
    SectionKind.CAUSES,
    SectionKind.RELATED,
    SectionKind.EXPERT_OPINION,
    SectionKind.TREATMENT,
    SectionKind.COMPLICATIONS,
]
LONGEST_SENTENCE, AVERAGE_SENTENCE = 25, 15  # words


def labels_by_section() -> dict[str, list[str]]:
    """The 47 lines of the clinic's own text, under the kind of section they stand in."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "content_labels.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            current = found.setdefault(line[2:], [])
        elif line.strip():
            current.append(line.strip())
    return found


def document(key: str):
    return next(file.document for file in shipped.files() if file.key == key)


class Lines(HTMLParser):
    """The words of every list line and specialist card on a page, under the id of the section heading above them."""

    def __init__(self, html: str):
        super().__init__()
        self.section, self.found, self._words = "", {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "h2":
            self.section = given.get("id", "")
        if given.get("class", "") in {"linked-list__label", "specialist-card__name"}:
            self._words, self._closing = [], tag

    def handle_data(self, data):
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag):
        if self._words is not None and tag == self._closing:
            self.found.setdefault(self.section, []).append("".join(self._words).strip())
            self._words = None


def test_the_list_of_labels_is_the_clinics():
    assert sum(map(len, labels_by_section().values())) == 47


def test_the_article_has_the_ten_subjects_in_their_order():
    assert [section.kind for section in document("symptoms/lower-back-cramps").sections] == OWNERS_SUBJECTS


def test_the_page_shows_every_label_in_its_section_and_order(client, shipped_pages):
    found = Lines(client.get(ARTICLE).content.decode()).found
    sections = {section.kind: section.id for section in document("symptoms/lower-back-cramps").sections}
    shown = {kind: found.get(sections[kind], []) for kind in labels_by_section()}
    assert shown == labels_by_section()


def test_every_line_of_every_page_leads_somewhere_or_says_why_not():
    undecided = [
        f"{file.key}: {item.label}"
        for file in shipped.files()
        for section in file.document.sections
        for item in section.items
        if bool(item.target) == bool(item.reason)
    ]
    assert undecided == []


def test_one_concept_has_one_page_whatever_the_line_calls_it():
    items = [item for section in document("symptoms/lower-back-cramps").sections for item in section.items]
    target = {item.label: item.target for item in items}
    disc = {target["Herniated intervertebral disc"], target["Herniated disc"], target["Intervertebral hernia"]}
    assert disc == {"condition/herniated-disc"}
    assert {target["Spinal canal stenosis"], target["Spinal stenosis"]} == {"condition/spinal-stenosis"}
    assert target["Consultation with a neurologist"] == "specialty/neurologist"


def test_six_specialists_each_lead_to_their_own_form_and_carry_the_article_along(client, shipped_pages):
    for specialist in Topic.objects.filter(kind="specialty").order_by("pk"):
        HealthcareService.objects.create(specialty=specialist)
    page = client.get(ARTICLE).content.decode()
    forms = re.findall(r'href="(/appointments/request/[^"]+)"', page)
    expected = [f"/appointments/request/{slug}/?article=lower-back-cramps" for slug in SPECIALISTS]
    assert forms == expected


def test_the_emergency_card_stands_before_the_first_section_and_calls_the_configured_number(client, shipped_pages):
    page = client.get(ARTICLE).content.decode()
    card, first = page.index("care-card--emergency"), page.index('<h2 id="overview"')
    assert card < first
    assert 'href="tel:999"' in page[card:first]


def test_the_article_says_that_nobody_has_reviewed_it_and_names_its_sources(client, shipped_pages):
    page = client.get(ARTICLE).content.decode()
    assert "This sample text has not been reviewed by a clinician." in page
    assert page.index('id="sources"') and len(document("symptoms/lower-back-cramps").sources) >= 3


def test_every_page_has_a_source_a_sentence_and_known_placeholders():
    for file in shipped.files():
        assert file.document.sources, file.key
        assert 0 < len(file.document.description) <= 160, file.key
        assert unknown(str(file.document.to_json())) == [], file.key


def test_there_is_a_page_for_every_test_and_specialist_named():
    by_kind = {
        kind: [file.document.slug for file in shipped.files() if file.document.kind == kind] for kind in TopicKind
    }
    assert sorted(by_kind[TopicKind.SPECIALTY]) == sorted(SPECIALISTS)
    assert len(by_kind[TopicKind.TEST]) == 6
    assert len(by_kind[TopicKind.CONDITION]) >= 14


def test_each_shipped_page_is_valid_html_with_headings_in_order_and_every_address_on_it_opens(client, shipped_pages):
    opened = {f"/{file.key}/": client.get(f"/{file.key}/") for file in shipped.files()}
    wrong = {path: faults(page.content.decode()) for path, page in opened.items()}
    assert {path: found for path, found in wrong.items() if found} == {}
    for path, page in dict(opened).items():
        assert page.status_code == 200, path
        for leads_to in set(re.findall(r'href="(/[^"#?]*)', page.content.decode())) - opened.keys():
            if not leads_to.startswith("/static/"):
                opened[leads_to] = client.get(leads_to)
                assert opened[leads_to].status_code == 200, f"{path} leads to {leads_to}"


def sentences(text: str) -> list[int]:
    """How many words each sentence has; a list line or a card's point is a sentence of its own."""
    plain = re.sub(r"[*_]|\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"(?<=[.!?:;])\s+|\n\s*[-*]\s|\n{2,}|\n(?=[-*] )", plain)
    return [len(part.split()) for part in parts if part.strip()]


@pytest.mark.parametrize("file", shipped.files(), ids=lambda file: file.key)
def test_shipped_texts_are_written_in_short_sentences(file):
    texts = [file.document.summary, file.document.description]
    texts += [section.body for section in file.document.sections]
    texts += [text for card in file.document.care_cards for text in (*card.points, card.action)]
    lengths = [length for text in texts for length in sentences(text)]
    assert max(lengths) <= LONGEST_SENTENCE
    assert sum(lengths) / len(lengths) <= AVERAGE_SENTENCE


def test_points_name_the_warning_signs_they_warn_of_and_the_article_names_them_all():
    signs = tuple(
        ChecklistSign(flag.id, flag.region, flag.urgency, flag.sign, tuple(flag.said_as.split("\n")))
        for flag in shipped_rules.red_flags()
    )
    article = document("symptoms/lower-back-cramps")
    assert article.signs() == {sign.id for sign in signs}
    faults, silent = [], []
    for file in shipped.files():
        here = tuple(sign for sign in signs if sign.region in file.document.body_regions)
        known = PageFacts(flags=here)
        for gate in (red_flags, care_cards):
            found = [one for one in gate.check(file.document, known) if "no checklist" not in one.sentence]
            faults += [(file.key, one.sentence, one.quotes) for one in found]
        for card in file.document.care_cards:
            fitting = [sign for sign in here if sign.suits(card.urgency)]
            for point, named in card.warnings:
                likely = [sign.id for sign in suggested(point, fitting)]
                silent += [(file.key, point, likely)] if likely and not named else []
    assert faults == []
    assert silent == [], "each of these points names the sign it warns of: { text = …, signs = [ … ] }"


# --- what the owner's text says, and what readers must be told --------------------------------------------------------


def section_of(key: str, kind: SectionKind):
    return next(section for section in document(key).sections if section.kind == kind)


def test_nobody_is_quoted_but_the_person_whom_the_owners_text_names():
    named = {(person.page, person.name) for person in shipped_rules.people()}
    assert named == {("symptoms/lower-back-cramps", "Dr Ivanova")}
    quoted = {(file.key, name) for file in shipped.files() for name in people_quoted(file.document)}
    assert quoted == {("symptoms/lower-back-cramps", "dr ivanova")}


def test_readers_see_beside_those_words_that_they_are_a_sample(client, shipped_pages):
    page = client.get(ARTICLE).content.decode()
    opinion = page[page.index('id="expert-opinion"') :]
    words, line = opinion.index("look at the whole person"), sample_line("Dr Ivanova")
    assert words < opinion.index(f"<p>{line}</p>") < opinion.index("— Dr Ivanova, specialist in neurology")


def test_immediate_medical_attention_stays_immediate():
    body = section_of("symptoms/lower-back-cramps", SectionKind.COMPLICATIONS).body
    about = next(part for part in body.split("\n\n") if "sciatica or a herniated disc" in part)
    assert "needs medical attention at once" in about and "soon" not in body
    assert "{clinic_phone} today" in about and "{urgent_advice_line}" in about


def points(key: str, urgency: Urgency) -> str:
    return "\n".join(point for card in document(key).care_cards if card.urgency == urgency for point in card.points)


@pytest.mark.parametrize("slug", ["disc-protrusion", "osteochondrosis", "herniated-disc", "spinal-stenosis"])
def test_a_condition_that_can_press_on_the_spinal_cord_in_the_neck_says_what_is_urgent(slug):
    said = points(f"conditions/{slug}", Urgency.URGENT)
    assert "clumsy" in said and "unsteady when you walk" in said
    assert re.search(r"(leg|foot).* become weak", said)


@pytest.mark.parametrize("slug", ["disc-protrusion", "osteochondrosis"])
def test_fever_cancer_and_what_comes_suddenly_stand_on_the_cards(slug):
    urgent = points(f"conditions/{slug}", Urgency.URGENT)
    assert "high temperature" in urgent and "cancer" in urgent
    assert "suddenly" in points(f"conditions/{slug}", Urgency.EMERGENCY)


@pytest.mark.parametrize("slug", ["osteoarthritis", "spondylitis"])
def test_other_conditions_of_the_neck_warn_of_clumsy_hands_and_unsteady_walking(slug):
    said = points(f"conditions/{slug}", Urgency.URGENT)
    assert "clumsy" in said and "unsteady when you walk" in said


@pytest.mark.parametrize("slug", ["mri", "ct"])
def test_a_scan_with_dye_says_what_to_do_about_a_reaction(slug):
    said = points(f"tests/{slug}", Urgency.EMERGENCY)
    assert "trouble breathing" in said and "swollen face" in said and "faint" in said
