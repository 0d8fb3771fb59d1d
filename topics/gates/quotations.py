"""Gate: who is quoted is a real person, named under their words, who agreed to it or is said not to have yet."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import fold
from topics.document import Document, Section
from topics.gates.facts import ConsentStatus, PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.gates.texts import texts
from topics.kinds import SectionKind

UNSIGNED, NO_CONSENT, OUTDATED = "quotation", "consent", "outdated_sample"
ATTRIBUTION = re.compile(r"(?:—|–|--)\s*(?P<name>[^,]*\w[^,]*),\s*(?P<what>.*\w.*)")  # — Dr Sam Taylor, neurologist

_NAME = r"(?:(?:de|del|den|der|di|da|du|la|le|van|von|zu|bin|al|el)\s+)*[^\W\d_a-z][\w’'-]+"
_WORK = (
    r"(?i:doctor|physician|professor|surgeon|nurse|midwife|pharmacist|dentist|specialist|consultant|osteopath"
    r"|chiropractor|orthopa?edist|radiographer|dieti[tc]ian|paramedic|\w+therapist|therapist"
    r"|\w+(?:ologist|iatrist)|general practitioner|GP|patient)"
)
_DEGREE = r"(?:M\.?D|Ph\.?D|D\.?O|RN|MBBS|FRC\w+|MRC\w+)"
_DOCTOR = re.compile(
    r"\b(?i:Drs?|Doctors?|Prof|Professor|Mr|Mrs|Ms|Miss|Sister|Nurse|Surgeon|Physician|Dame|Sir|Lord)\b\.?(?:\s+(?:(?i:Dr|Prof|med)\b\.?|h\.\s?c\.))*"
    rf"(?:\s+[A-Z]\.)*(?:\s+{_NAME}){{1,4}}"
    rf"|(?<=\b){_NAME}(?:\s+[A-Z]\.)*(?:\s+{_NAME}){{1,3}}"
    rf"(?=,?\s+\(?(?:who\s+(?:is|was)\s+)?(?:(?:a|an|our|the)\s+)?(?:{_WORK}|{_DEGREE})\b)"
)
_TYPED_SMALL = re.compile(
    r"\b(?i:Drs?|Prof)\b\.?\s+[a-z][\w’'-]+(?:\s+[a-z][\w’'-]+)?"
    r"(?=\s+(?i:sa(?:ys?|id)|recommend|advis|warn|thinks|thought))"
)
_TITLE_OF_A_DOCTOR = re.compile(r"(?i:Drs?|Prof|Professor|Physician|Dame|Sir)\b")
_UNDER_WORDS = re.compile(r"\s*(?:—|–|--)")  # the line that names whose words stand above it is judged by itself
_SIGNED = re.compile(rf"(?:—|--)\s*(?:\w+\.?\s+)?{_NAME}\s+{_NAME}")
_INITIAL = re.compile(r"(?:^|\s)(?:(?:[^\W\d_a-z]\.)+|(?:Dr|Prof|med|h\.\s?c)\.)$")
_AT_WORK = re.compile(rf"\b{_WORK}\s+({_NAME}(?:\s+{_NAME}){{1,3}})")
_SAYING = re.compile(
    r"[“”„«»\"‘]|[’']s (?:advice|experience|opinion|view|tip|words)\b|\b(?:sa(?:y|ys|id)|explain(?:s|ed)?"
    r"|recommend(?:s|ed)?|advis(?:e|es|ed)|warn(?:s|ed)?|tell(?:s)?|told|wr(?:ites|ote)|believ(?:es|ed)|think(?:s)?|thought|not(?:es|ed)"
    r"|add(?:s|ed)|agree(?:s|d)|stress(?:es|ed)|point(?:s|ed) out|suggest(?:s|ed)?|according to|in the words of|view of"
    r"|opinion of|experience of|claim(?:s|ed)?|insist(?:s|ed)?|assur(?:es|ed)|promis(?:es|ed)|stat(?:es|ed)"
    r"|argu(?:es|ed)|comment(?:s|ed)|conclud(?:es|ed)|observ(?:es|ed)|urg(?:es|ed)|remind(?:s|ed)|finds?"
    r"|swears? by|puts? it|is (?:sure|convinced|certain))\b",
    re.IGNORECASE,
)
# A sentence that names a doctor holds words of theirs, unless it only says where, when and how one comes to them.
_SEEING = re.compile(
    r"\b(?:sees?|seen|works?|examines?|treats?|visits?|reached|speaks?|leads?|heads?|runs?|joined|looks? after"
    r"|cares? for"
    r"|ask|call|phone|book|make|appointments?|clinics?|is (?:here|in|away|on|back|at|our|a|an|the)|will|named after)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:she|he|they)\b", re.IGNORECASE)


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Each quotation in a section, and each section with an expert's opinion, ends with “— Name, what they are”.

    Where consent is still to be confirmed, the words pass only in a text that holds `sample_line` as a paragraph.
    """
    for section in document.sections:
        for number, last in enumerate(_last_lines(section), start=1):
            yield from _judge(section, number, last, known)
    for number, last in enumerate(quotations(document.summary), start=1):
        yield from _judge(None, number, last, known, document.summary)
    yield from _in_sentences(document, known)
    yield from _outdated(document, known)


def sample_line(name: str) -> str:
    """What readers are told beside the words of somebody who has not been asked yet."""
    return _("This is a sample: %(name)s has not yet confirmed these words to the clinic.") % {"name": name}


def people_quoted(document: Document) -> set[str]:
    """Whose words stand on the page: folded names, from the lines under quotations and from sentences."""
    named = {name for ends in _ends(document).values() for name in _names(ends)}
    return named | {fold(name) for _place, sentences in texts(document) for name in _spoken_by(sentences)}


def _in_sentences(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Doctors whose words stand in a sentence of the text: with a verb of saying, or in quotation marks."""
    judged = {key: _names(ends) for key, ends in _ends(document).items()}
    anywhere = set[str]().union(*judged.values())
    for place, sentences in texts(document):
        for name in _spoken_by(sentences):
            beside = _beside(place, document)
            here = judged[place.id] if beside is not None else set()
            if fold(name) not in (here if known.consents.get(fold(name)) == ConsentStatus.TO_CONFIRM else anywhere):
                heading = place.title or document.name
                yield from _without_consent(name, heading, place, f"{place.key}-{fold(name)}"[:160], known, beside)


def _with_initials(sentences: tuple[str, ...]) -> list[str]:
    """The sentences, with those put together again that were divided behind the initial or the title of a name, or
    before a name in brackets."""
    found: list[str] = []
    for sentence in sentences:
        if found and (_INITIAL.search(found[-1]) or sentence.startswith("(")):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def _ends(document: Document) -> dict[str, list[str]]:
    """The lines that name somebody, by the section they stand in; "" is *In short*."""
    return {"": quotations(document.summary)} | {section.id: _last_lines(section) for section in document.sections}


def _names(ends: list[str]) -> set[str]:
    return {fold(named["name"]) for named in map(ATTRIBUTION.fullmatch, ends) if named}


def _beside(place: FindingPlace, document: Document) -> str | None:
    """The text that can say that the words at this place are a sample; None where there is none."""
    if place.part == "sections":
        return next(section.body for section in document.sections if section.id == place.id)
    return document.summary if place.field == "summary" else None


def _spoken_by(sentences: tuple[str, ...]) -> list[str]:
    """Whose words these sentences hold, by name: also where the next sentence says “she says” of whom one has named."""
    found: list[str] = []
    before: list[str] = []
    for sentence in _with_initials(sentences):
        named = _named(sentence)
        titled = any(map(_TITLE_OF_A_DOCTOR.match, named)) and not _UNDER_WORDS.match(sentence)
        certain = titled and not _SEEING.search(sentence)
        if named and (certain or _SAYING.search(sentence) or _has_colon(sentence)):
            found += named
        elif before and not named and _SAYING.search(sentence) and _PRONOUN.search(sentence):
            found += before
        before = named
    return list(dict.fromkeys(found))


def _named(sentence: str) -> list[str]:
    """The doctors, and others who see patients, whom the sentence names."""
    found = list(_DOCTOR.finditer(sentence)) or list(_TYPED_SMALL.finditer(sentence))
    ends = {one.end() for one in found}
    found += [one for one in _AT_WORK.finditer(sentence) if one.end() not in ends]
    return [_plain_name(one[one.re.groups]) for one in found]


def _has_colon(sentence: str) -> bool:
    return any(sentence[one.end() :].lstrip().startswith(":") for one in _DOCTOR.finditer(sentence))


def _plain_name(found: str) -> str:
    return re.sub(r"[’']s$", "", " ".join(found.split()))


def quotations(source: str) -> list[str]:
    """The last line of each quotation in a text."""
    found: list[str] = []
    depth, last = 0, ""
    for token in markdown.tokens(source):
        if token.type == "blockquote_open":
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if not depth:
                found.append(last)
                last = ""
        elif token.type == "inline" and depth:
            last = _last_line(token)
    return found


def _last_lines(section: Section) -> list[str]:
    """The lines that have to name somebody: under each quotation, and at the end of an expert's opinion."""
    found = quotations(section.body)
    if section.kind == SectionKind.EXPERT_OPINION:
        inline = [token for token in markdown.tokens(section.body) if token.type == "inline"]
        end = _last_line(inline[-1]) if inline else ""
        if end not in found:
            found.append(end)
    for token in markdown.tokens(section.body):
        end = _last_line(token) if token.type == "inline" else ""
        if end not in found and _SIGNED.match(end) and ATTRIBUTION.fullmatch(end):
            found.append(end)
    return found


def _last_line(inline) -> str:
    """The last line as it was typed, in plain words."""
    lines = [""]
    for part in inline.children or ():
        if part.type in ("softbreak", "hardbreak"):
            lines.append("")
        else:
            lines[-1] += part.content
    return lines[-1].strip()


def _judge(section: Section | None, number: int, last: str, known: PageFacts, summary: str = "") -> Iterator[Finding]:
    heading = section.heading if section else _("In short")
    place = (
        FindingPlace("sections", section.id, "body", title=heading)
        if section
        else FindingPlace("page", field="summary")
    )
    key = f"{place.key}-{number}"
    named = ATTRIBUTION.fullmatch(last)
    if named is None:
        sentence = _("Under “%(heading)s” somebody is quoted, but the last line does not say who.")
        mend = _("End the quotation with a line like: — Dr Sam Taylor, neurologist")
        yield Finding(UNSIGNED, sentence % {"heading": heading}, mend, place, key, quotes=(last,) if last else ())
        return
    source = section.body if section else summary
    yield from _without_consent(named["name"].strip(), heading, place, key, known, source)


def _without_consent(
    name: str, heading: str, place: FindingPlace, key: str, known: PageFacts, beside: str | None
) -> Iterator[Finding]:
    consent = known.consents.get(fold(name))
    words = {"name": name, "heading": heading}
    if consent is None:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, whose consent is not on file.")
        mend = _("Ask %(name)s, then record the consent under “People we quote”, with this very name.")
        yield Finding(NO_CONSENT, sentence % words, mend % words, place, key)
    elif consent == ConsentStatus.TO_CONFIRM and (beside is None or fold(sample_line(name)) not in _paragraphs(beside)):
        sentence = _("Under “%(heading)s” stand the words of %(name)s, who has not confirmed them to the clinic.")
        mend = _(
            "Ask %(name)s, and record the consent under “People we quote”. Until then their words may stand only in a "
            "section, or in “In short”, with this paragraph beside them: %(line)s"
        )
        yield Finding(NO_CONSENT, sentence % words, mend % (words | {"line": sample_line(name)}), place, key)
    elif consent == ConsentStatus.WITHDRAWN:
        sentence = _("Under “%(heading)s” stand the words of %(name)s, who has withdrawn consent.")
        yield Finding(NO_CONSENT, sentence % words, _("Take these words out of the page."), place, key)


def _paragraphs(source: str) -> set[str]:
    """The paragraphs of a text that stand by themselves, in no list and in nobody's words; folded."""
    found = markdown.tokens(source)
    return {fold(markdown.plain(token)) for token in found if token.type == "inline" and token.level == 1}


def _outdated(document: Document, known: PageFacts) -> Iterator[Finding]:
    """“This is a sample” beside the words of somebody who has agreed."""
    given = [name for name, status in known.consents.items() if status == ConsentStatus.GIVEN]
    lines = {fold(sample_line(name)) for name in given}
    places = [(FindingPlace("page", field="summary", title=_("In short")), document.summary)]
    for section in document.sections:
        places.append((FindingPlace("sections", section.id, "body", title=section.heading), section.body))
    for place, source in places:
        if lines.intersection(_paragraphs(source)):
            yield Finding(
                OUTDATED,
                _("Under “%(heading)s” stands that somebody has not confirmed their words, who has.")
                % {"heading": place.title},
                _("Take that paragraph out."),
                place,
                place.key,
            )
