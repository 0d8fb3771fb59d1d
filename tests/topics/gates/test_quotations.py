"""Who is quoted is named, and has agreed."""

from time import process_time

import pytest

from tests.topics.gates.pages import card, found, known, line, page, section
from topics.gates import quotations
from topics.gates.facts import ConsentStatus

QUOTE = "> It mostly passes.\n>\n> — Dr Sam Sample, neurologist"
AGREED = known(consents={"dr sam sample": ConsentStatus.GIVEN})


def opinion(body):
    return page(section(body, kind="expert_opinion"))


@pytest.mark.parametrize(
    "body",
    [
        QUOTE,
        f"Before.\n\n{QUOTE}\n\nAfter.",
        "> It mostly passes.\n> – **Dr Sam Sample**, neurologist, London",
        "> It mostly passes.\n> -- Dr SAM sample, neurologist",
    ],
)
def test_a_quotation_with_a_name_and_consent_passes(body):
    assert found(quotations, page(section(body)), AGREED) == []


@pytest.mark.parametrize(
    "body",
    ["> It mostly passes.", "> It mostly passes.\n> — Dr Sam Sample", "> It passes – mostly, that is.", ">"],
)
def test_a_quotation_that_does_not_say_who_speaks_is_found(body):
    (finding,) = found(quotations, page(section(body)), AGREED)
    assert finding.code == quotations.UNSIGNED
    assert finding.sentence == "Under “Heading of causes” somebody is quoted, but the last line does not say who."
    assert finding.mend == "End the quotation with a line like: — Dr Sam Taylor, neurologist"
    assert (finding.place.key, finding.waivable) == ("sections-causes-body", False)


def test_a_person_whose_consent_is_not_on_file_is_named():
    (finding,) = found(quotations, page(section(QUOTE)))
    assert finding.sentence.endswith("the words of Dr Sam Sample, whose consent is not on file.")
    assert "“People we quote”" in finding.mend


def test_a_person_who_withdrew_their_consent_is_named():
    (finding,) = found(quotations, page(section(QUOTE)), known(consents={"dr sam sample": ConsentStatus.WITHDRAWN}))
    assert finding.sentence.endswith("the words of Dr Sam Sample, who has withdrawn consent.")


def test_each_quotation_is_judged_by_itself():
    two = f"{QUOTE}\n\nAnd:\n\n> It may come back.\n>\n> — Dr Ann Other, neurologist"
    (finding,) = found(quotations, page(section(two)), AGREED)
    assert "Dr Ann Other" in finding.sentence
    assert finding.key == "sections-causes-body-2"


def test_an_experts_opinion_needs_a_name_under_it_even_without_a_quotation():
    (finding,) = found(quotations, opinion("Cramps mostly pass."), AGREED)
    assert finding.code == quotations.UNSIGNED
    assert found(quotations, opinion("Cramps mostly pass.\n\n— Dr Sam Sample, neurologist"), AGREED) == []
    assert found(quotations, opinion(QUOTE), AGREED) == []
    (finding,) = found(quotations, opinion(""), AGREED)
    assert finding.quotes == ()


def test_the_main_message_may_quote_as_well():
    (finding,) = found(quotations, page(summary="> It passes."), AGREED)
    assert finding.place.key == "page-summary"


def test_text_that_quotes_nobody_passes():
    assert found(quotations, page(section("5 > 3, and a list:\n\n- one\n- two"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dr Sam Sample says that it passes.",
        "It passes, says Dr. Sample.",
        "“It passes,” Dr Sample told us.",
        "According to Professor Sample, it passes.",
        "According to Prof. Dr. Sample it passes.",
        "Doctor Sample: “It passes.”",
        "In the words of Dr O’Sample it passes.",
        "It is the opinion of Dr Sample.",
        "Dr Łuszcz advises a walk.",
        "- Dr Sample warned of it.",
        "*Dr Sample* noted it.",
        "Dr A. B. Sample told us.",
        "It passes. Prof. J. Sample said so.",
    ],
)
def test_a_doctor_quoted_in_a_sentence_needs_consent_wherever_it_stands(text):
    for document in (page(section(text)), page(summary=text), page(section("x", line(text, "")))):
        (finding,) = found(quotations, document)
        assert (finding.code, finding.waivable) == (quotations.NO_CONSENT, False)
        assert "whose consent is not on file" in finding.sentence


@pytest.mark.parametrize(
    "text",
    ["Ask your doctor what they say.", "Dr Sample sees you on Monday.", "Doctors say that it passes.", "He said so."],
)
def test_nobody_is_quoted_where_no_doctor_is_named_as_saying_something(text):
    assert found(quotations, page(section(text))) == []


def test_a_doctor_with_consent_on_file_may_be_quoted_in_a_sentence_and_one_without_any_more_may_not():
    text = page(section("Dr Sam Sample says that it passes."))
    assert found(quotations, text, known(consents={"dr sam sample": ConsentStatus.GIVEN})) == []
    (finding,) = found(quotations, text, known(consents={"dr sam sample": ConsentStatus.WITHDRAWN}))
    assert "who has withdrawn consent" in finding.sentence


# --- named in the owner's text, still to be confirmed ----------------------------------------------------------------

TO_CONFIRM = known(consents={"dr sam sample": ConsentStatus.TO_CONFIRM})
LINE = quotations.sample_line("Dr Sam Sample")


def test_the_line_is_plain():
    assert LINE == "This is a sample: Dr Sam Sample has not yet confirmed these words to the clinic."


@pytest.mark.parametrize(
    "body",
    [
        f"{LINE}\n\n{QUOTE}",
        f"{QUOTE}\n\n{LINE}",
        f"Before.\n\n**{LINE}**\n\n{QUOTE}\n\nAfter.",
        f"{LINE.upper()}\n\n{QUOTE}",
        f"Dr Sam Sample says that it passes.\n\n{LINE}",
    ],
)
def test_words_to_be_confirmed_pass_beside_a_paragraph_that_says_so(body):
    assert found(quotations, page(section(body)), TO_CONFIRM) == []
    assert found(quotations, page(summary=body), TO_CONFIRM) == []


@pytest.mark.parametrize(
    "body",
    [
        QUOTE,
        f"- {LINE}\n\n{QUOTE}",
        f"> It mostly passes.\n>\n> {LINE}\n>\n> — Dr Sam Sample, neurologist",
        f"It is wrong that: {LINE}\n\n{QUOTE}",
        f"{LINE} They agreed by phone.\n\n{QUOTE}",
        f"{LINE.replace('not yet', '')}\n\n{QUOTE}",
        f"{LINE.replace('Sam', 'Ann')}\n\n{QUOTE}",
        f"{quotations.sample_line('Dr Sample')}\n\n{QUOTE}",
        f"This is a sample.\n\n{QUOTE}",
        "Dr Sam Sample says that it passes.",
    ],
)
def test_words_to_be_confirmed_are_stopped_without_it(body):
    finding, *besides = found(quotations, page(section(body)), TO_CONFIRM)
    is_of_another = "sample: Dr Ann" in body or "sample: Dr Sample" in body
    assert [one.code for one in besides] == [quotations.OUTDATED] * is_of_another
    assert (finding.code, finding.waivable) == (quotations.NO_CONSENT, False)
    assert finding.sentence.endswith("the words of Dr Sam Sample, who has not confirmed them to the clinic.")
    assert finding.mend.endswith(LINE)


def test_the_paragraph_stands_in_the_same_section_as_the_words():
    elsewhere = (section(LINE, id="types"), section(QUOTE))
    (finding,) = found(quotations, page(*elsewhere), TO_CONFIRM)
    assert finding.place.key == "sections-causes-body"
    told_once = (section(f"{LINE}\n\n{QUOTE}"), section("Dr Sam Sample advises a walk.", id="types"))
    (finding,) = found(quotations, page(*told_once), TO_CONFIRM)
    assert finding.place.key == "sections-types-body"


def test_a_list_of_a_section_is_covered_by_its_text_and_a_field_or_card_by_nothing():
    said = "Dr Sam Sample says that it passes."
    assert found(quotations, page(section(LINE, line(said, ""))), TO_CONFIRM) == []
    everywhere = {"section": section(LINE), "summary": LINE}
    for changes in ({"description": said}, {"title": said}, {"care_cards": (card(said),)}):
        document = page(everywhere["section"], **{"summary": everywhere["summary"]} | changes)
        assert [one.code for one in found(quotations, document, TO_CONFIRM)] == [quotations.NO_CONSENT]


def test_the_paragraph_has_to_go_once_the_person_has_agreed():
    for document, place in (
        (page(section(f"{LINE}\n\n{QUOTE}")), "sections-causes-body"),
        (page(summary=f"*{LINE}*\n\n{QUOTE}"), "page-summary"),
    ):
        (finding,) = found(quotations, document, AGREED)
        assert (finding.code, finding.place.key) == (quotations.OUTDATED, place)
        assert finding.mend == "Take that paragraph out."


def test_whoever_withdrew_is_not_a_sample():
    withdrawn = known(consents={"dr sam sample": ConsentStatus.WITHDRAWN})
    (finding,) = found(quotations, page(section(f"{LINE}\n\n{QUOTE}")), withdrawn)
    assert "who has withdrawn consent" in finding.sentence


def test_people_quoted_are_those_under_quotations_and_in_sentences():
    document = page(
        section(f"{QUOTE}\n\nDr Ann Other warns of it. Dr Nobody sees you on Monday."), summary="Prof Lee said so."
    )
    assert quotations.people_quoted(document) == {"dr sam sample", "dr ann other", "prof lee"}


@pytest.mark.parametrize(
    "text",
    [
        "dr Sample says it helps.",
        "DR SAMPLE SAYS IT HELPS.",
        "Dr. med. Anna Sample recommends rest.",
        "Dr van der Sample advises rest.",
        "Prof. Dr. Ann Sample: rest is best.",
        "Professor Ann Sample swears by it.",
        "As Dr Sample puts it, rest is best.",
        "‘Rest is best,’ Dr Sample insists.",
        "Dr Sample’s advice is rest.",
        "Drs Sample and Other claim it works.",
        "Ann Sample, MD, says rest is best.",
        "Mr Joe Sample, our surgeon, swears by it.",
        "Our neurologist Ann Sample says it helps.",
        "Nurse Sample says: rest.",
        "“Rest is best.” (Ann Sample, neurologist)",
        "Rest is best.\n\n— Ann Sample, neurologist",
    ],
)
def test_whoever_is_quoted_needs_consent_however_they_are_named(text):
    assert [one.code for one in found(quotations, page(section(text)))] == [quotations.NO_CONSENT]


@pytest.mark.parametrize(
    "text",
    [
        "Ask your doctor: rest may help.",
        "A neurologist says what the test shows.",
        "The Sample Clinic says when it is open.",
        "Our neurologist Ann Sample sees you on Mondays.",
        "Your nurse explains the test.",
        "— oil, rust and dust",
        "Dr Ann Other is here on Mondays and speaks Ukrainian.",
        "Ann Other, neurologist, works at both places.",
        "Doctors Without Borders has a page about it.",
        "Mrs Example came with a stiff neck.",
    ],
)
def test_words_of_nobody_in_particular_need_none(text):
    assert found(quotations, page(section(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dr Ann Other reckons that rest is best.",
        "Dr Ann Other has written that it passes.",
        "Dr Ann Other is recommending a walk.",
        "Dr Ann Other prefers warmth.",
        "Dr Ann Other describes it as harmless.",
        "Dr Ann Other replied: nothing at all.",
        "Rest is best – Dr Ann Other.",
        "It passes (Dr Ann Other, 2020).",
        "Dr Ann Other sees this daily. “Rest is best,” she says.",
        "Dr Ann Other works here.\nShe says: rest is best.",
        "Ann Other (neurologist) says it passes.",
        "Ann Other, who is a neurologist, says it passes.",
        "Ann Other, M.D., says it passes.",
        "Ann Other, RN, says it passes.",
        "Physician Ann Other recommends it.",
        "Radiographer Ann Other says it passes.",
        "Dame Ann Other swears by it.",
        "dr ann other says that it passes.",
        "Ann Other, patient, says: “It hurt.”",
    ],
)
def test_a_doctor_who_is_named_is_quoted_unless_it_is_said_where_and_when_they_are_seen(text):
    findings = found(quotations, page(section(text)))
    assert findings and all("whose consent is not on file" in finding.sentence for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        # What is done besides seeing people.
        "Dr Other is a firm believer in rest.",
        "Dr Other is in no doubt: rest helps.",
        "Dr Other, who works at our clinic, holds that rest is best.",
        "Dr Other leads our clinic and holds that rest is best.",
        "Ask Dr Other and she will answer that rest is best.",
        "If you ask Dr Other, rest comes first.",
        "Dr Other sees rest as the best cure.",
        "Dr Other speaks of rest as a cure.",
        "Dr Other runs through it: rest is best.",
        "Dr Other will always begin with rest.",
        "Dr Other in her clinic has found rest to be best.",
        "Dr Other works here; she favours rest.",
        "Dr Other works here, and she favours rest.",
        "Dr Other works here. She favours rest.",
        "Dr Other works here. Her motto is rest.",
        "Dr Other works here. For her, rest is best.",
        # Whoever has a profession, not only a title.
        "Our neurologist Ann Other prefers rest.",
        "Our physio Ann Other prefers rest.",
        "Ann Other, neurologist, prefers rest.",
        "Ann Other, our head physiotherapist, prefers rest.",
        "Ann Other (physio) prefers rest.",
        "Our doctor, Ann Other, prefers rest.",
        "The doctor (Ann Other) prefers rest.",
        "Mr Joe Other, our surgeon, prefers rest.",
        "Sister Mary prefers rest.",
        "Nurse Ann Other prefers rest.",
        # Names as they are typed.
        "Dr J Other prefers rest.",
        "J. Other MD prefers rest.",
        "Dr d’Other prefers rest.",
        "Dr.Other prefers rest.",
        "Dr‑Other prefers rest.",
        "Rest is best. —Dr Other, neurologist",
        # In quotation marks, without a title.
        "“Rest is best,” says Ann Other.",
        "“Rest is best” – Ann Other",
    ],
)
def test_what_a_named_person_does_besides_seeing_people_counts_as_their_words(text):
    for document in (page(section(text)), page(summary=text), page(section("x", line(text, "")))):
        findings = found(quotations, document)
        assert findings and all("whose consent is not on file" in finding.sentence for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "Dr Other is a member of our team.",
        "Dr Other is here on Mondays, but not at Easter.",
        "Dr Other works here. She studied in Kyiv and speaks Ukrainian.",
        "Ask Dr Other for an appointment. She sees you on Mondays.",
        "Book with Dr Other on the day that suits you.",
        "Dr Other will call you.",
        "Nurse Ann Other works with Dr Lee.",
        "The disease was first described by Dr James Other.",
        "A Nurse Practitioner tells you what was found.",
        "The Nurse Specialist Team is open on Mondays.",
        "See the specialist Pain Clinic London for that.",
        "Low Back Pain Specialist Centre",
        "Magnetic Resonance Imaging, a specialist test, shows soft parts.",
        "The Royal College of General Practitioners recommends it.",
        "“Sciatica” is what people say for it.",
        "Doctors say “slipped disc”. They mean a disc that bulges.",
    ],
)
def test_where_and_when_people_are_seen_and_what_no_person_says_needs_none(text):
    assert found(quotations, page(section(text))) == []


def test_a_sentence_without_an_end_is_looked_at_once():
    for part in ("A-", "A A ", "Dr A ", "d’D", "sees ", "“says Aa ", "Aa, our x "):
        begin = process_time()
        found(quotations, page(section(part * (40_000 // len(part)))))
        assert process_time() - begin < 5, part


@pytest.mark.parametrize("consents", [TO_CONFIRM, known()], ids=["to confirm", "nobody"])
def test_the_paragraph_of_a_sample_needs_words_beside_which_it_stands(consents):
    for document in (page(section(LINE)), page(summary=f"Rest helps.\n\n{LINE}")):
        (finding,) = found(quotations, document, consents)
        assert (finding.code, finding.waivable) == (quotations.OUTDATED, False)
        assert finding.sentence.endswith("that words of somebody are a sample whom the page does not quote.")
