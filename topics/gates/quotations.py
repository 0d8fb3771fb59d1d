"""Gate: who is quoted is a real person, named under their words, who agreed to it or is said not to have yet."""

import re
from collections.abc import Container, Iterable, Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import fold
from topics import readability
from topics.document import Document, Section
from topics.gates.facts import ConsentStatus, PageFacts
from topics.gates.finding import Finding, FindingPlace
from topics.gates.texts import texts
from topics.kinds import SectionKind

UNSIGNED, NO_CONSENT, OUTDATED = "quotation", "consent", "outdated_sample"
ATTRIBUTION = re.compile(r"(?:—|–|--)\s*(?P<name>[^,]*\w[^,]*),\s*(?P<what>.*\w.*)")  # — Dr Sam Taylor, neurologist

_NAME = r"(?:(?:de|del|den|der|di|da|du|la|le|van|von|zu|bin|al|el)\s+){0,3}(?:[dlo][’'])?[^\W\d_a-z][\w’'-]{1,40}"
_INITIALS = r"(?:\s+[A-Z]\b\.?){0,3}"
_WORK = (
    r"(?i:doctor|physician|professor|surgeon|nurse|midwife|pharmacist|dentist|specialist|consultant|osteopath"
    r"|chiropractor|orthopa?edist|radiographer|dieti[tc]ian|paramedic|physio|\w+therapist|therapist"
    r"|\w+(?:ologist|iatrist)|general practitioner|GP|patient)"
)
_DEGREE = r"(?:M\.?D|Ph\.?D|D\.?O|RN|MBBS|FRC\w+|MRC\w+)"
_WHAT_THEY_ARE = (
    rf"(?:(?:(?:,\s+|\s+\()(?:who\s+(?:is|was|has been)\s+)?|\s+who\s+(?:is|was|has been)\s+)(?:(?:a|an|our|the)\s+)?"
    rf"(?:[\w-]+\s+)?{_WORK}\b(?!\s+(?:tests?|scans?|clinics?|methods?|treatments?|services?|teams?|centres?|units?)\b)"
    rf"|,?\s+\(?{_DEGREE}\b)"
)
_DOCTOR = re.compile(
    r"\b(?i:Drs?|Doctors?|Prof|Professor|Mr|Mrs|Ms|Miss|Sister|Nurse|Surgeon|Physician|Dame|Sir|Lord)\b[.‑-]?"
    rf"(?:\s+(?:(?i:Dr|Prof|med)\b\.?|h\.\s?c\.))*{_INITIALS}(?:(?<=[.‑-])|\s+){_NAME}(?:\s+{_NAME}){{0,3}}"
    rf"|\b(?:{_NAME}{_INITIALS}|[A-Z]\b\.?{_INITIALS})(?:\s+{_NAME}){{1,3}}(?={_WHAT_THEY_ARE})"
)
_TYPED_SMALL = re.compile(
    r"\b(?i:Drs?|Prof)\b\.?\s+[a-z][\w’'-]+(?:\s+[a-z][\w’'-]+)?"
    r"(?=\s+(?i:sa(?:ys?|id)|recommend|advis|warn|thinks|thought))"
)
_ANYBODY = re.compile(r"(?i:Mrs?|Ms|Miss|Lord|Doctors)\b")  # whoever is named so may be somebody else
_NO_PERSON = re.compile(
    r"^(?:The|An?|In|If|Our|Your|See|When)\b|\b(?:Clinics?|Cent(?:re|er)s?|Hospitals?|Teams?|Services?|Units?|Wards?|Departments?|Practices?|Street|Road|House"
    r"|College|Society|Association|Foundation|Institute|University|Council|Trust|NHS|Organi[sz]ation|Register|Board"
    r"|Academy|Federation|Group|Practitioners?|Associates?|Assistants?|General|Specialists?|Consultants?|Without)\b"
)
_SIGNED = re.compile(rf"(?:—|--)\s*(?:\w+\.?\s+)?{_NAME}\s+{_NAME}")
_INITIAL = re.compile(r"(?:^|\s)(?:(?:[^\W\d_a-z]\.)+|(?:Dr|Prof|med|h\.\s?c)\.)$")
_AT_WORK = re.compile(
    rf"\b{_WORK}(?:\s+({_NAME}(?:\s+{_NAME}){{1,3}})|(?:,\s+|\s+\()({_NAME}(?:\s+{_NAME}){{1,3}})(?=[,)]))"
)
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
    r"\b(?:(?:sees?|treats?|examines?|visits?)\b(?!.{0,200}\bas (?:a|an|the)\b)|seen|work(?:s|ed)?|reached|leads|heads"
    r"|joined|runs?(?! through)|speaks?(?! (?:of|about|for|against)\b)|looks? after|cares? for"
    r"|(?<!you )ask|call|phone|book|make|appointments?|clinics? (?:of|with|by)|has (?:a|her|his) clinic"
    r"|studied|trained|qualified|graduated|was born|has been|(?:named|described|discovered) (?:after|by)"
    r"|will (?:see|examine|treat|call|phone|meet|ask|look|be)"
    r"|is (?:here|away|back|at(?! pains)|in(?! (?:no|favour|doubt))|on(?! (?:the|record))|part|head|named)"
    rf"|is (?:our|a|an|the)\s+(?:[\w-]+\s+){{0,3}}?(?:{_WORK}|members?|head|director|partner|lead))\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\bthat\b(?! (?:day|time|suits|you|morning|afternoon|evening|clinic|room|treats|sees))", re.IGNORECASE
)
_THEY_DO = re.compile(r"(?:^|[,;]\s+(?:and\s+|but\s+)?|\b(?:and|but)\s+)(?:she|he)\b([^,;]{0,200})", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:she|he|they)\b", re.IGNORECASE)
_THEIR_WORDS = re.compile(
    r"\b(?:her|his|their)\s+(?:\w+\s+)?(?:advice|opinion|view|experience|tips?|words|motto|rule|belief|eyes|mind|book"
    r"|message|suggestion|recommendation|recipe)\b|\bfor (?:her|him|them),",
    re.IGNORECASE,
)
_SAID = r"(?:says?|said|explain(?:s|ed)|recommend(?:s|ed)|advise[sd]|warn(?:s|ed)|tells|told|writes|wrote|add(?:s|ed))"
_MARKS = re.compile(r"[“”„«»\"]")
_SPEAKER = re.compile(rf"\b{_SAID}\s+({_NAME}\s+{_NAME})|[—–]\s*({_NAME}\s+{_NAME})\W*$")


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


def _sample_of(line: str) -> str:
    """Of whom a line says that their words are a sample: a folded name; empty if it does not."""
    before, _name, after = fold(sample_line("Qqq")).partition("qqq")
    found = fold(line)
    is_one = len(found) > len(before + after) and found.startswith(before) and found.endswith(after)
    return found[len(before) : -len(after)] if is_one else ""


def people_quoted(document: Document) -> set[str]:
    """Whose words stand on the page: folded names, from the lines under quotations and from sentences."""
    lines = _lines(document)
    return _names(lines) | {fold(name) for _place, found in texts(document) for name in _spoken_by(found, lines)}


def _lines(document: Document) -> set[str]:
    """The lines that name whose words stand above them."""
    return {end for ends in _ends(document).values() for end in ends}


def _in_sentences(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Doctors whose words stand in a sentence of the text: with a verb of saying, or in quotation marks."""
    judged, lines = {key: _names(ends) for key, ends in _ends(document).items()}, _lines(document)
    anywhere = set[str]().union(*judged.values())
    for place, sentences in texts(document):
        for name in _spoken_by(sentences, lines):
            beside = _beside(place, document)
            here = judged[place.id] if beside is not None else set()
            if fold(name) not in (here if known.consents.get(fold(name)) == ConsentStatus.TO_CONFIRM else anywhere):
                heading = place.title or document.name
                yield from _without_consent(name, heading, place, f"{place.key}-{fold(name)}"[:160], known, beside)


def _with_initials(sentences: Iterable[str]) -> list[str]:
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


def _names(ends: Iterable[str]) -> set[str]:
    return {fold(named["name"]) for named in map(ATTRIBUTION.fullmatch, ends) if named}


def _beside(place: FindingPlace, document: Document) -> str | None:
    """The text that can say that the words at this place are a sample; None where there is none."""
    if place.part == "sections":
        return next(section.body for section in document.sections if section.id == place.id)
    return document.summary if place.field == "summary" else None


def _spoken_by(sentences: tuple[str, ...], judged: Container[str]) -> list[str]:
    """Whose words these sentences hold, by name: also where the next sentence says “she says” of whom one has named.

    `judged`: the lines under words that name whose they are; each is judged by itself.
    """
    found: list[str] = []
    before: list[str] = []
    for sentence in _with_initials(one for line in sentences for one in readability.sentences(line)):
        named = [] if _sample_of(sentence) else _named(sentence)
        certain = not _is_only_seen(sentence) and sentence.strip() not in judged and _is_clinician(sentence, named)
        if named and (certain or _SAYING.search(sentence) or _has_colon(sentence)):
            found += named
        elif before and not named and _go_on(sentence):
            found += before
        if not named and _MARKS.search(sentence):
            found += [one[1] or one[2] for one in _SPEAKER.finditer(sentence) if not _NO_PERSON.search(one[0])]
        before = [name for name in named if _is_clinician(sentence, [name])] or named
    return list(dict.fromkeys(found))


def _named(sentence: str) -> list[str]:
    """The doctors, and others who see patients, whom the sentence names."""
    found = list(_DOCTOR.finditer(sentence)) or list(_TYPED_SMALL.finditer(sentence))
    ends = {one.end() for one in found}
    found += [one for one in _AT_WORK.finditer(sentence) if one.end() not in ends]
    names = [_plain_name(one[one.lastindex or 0]) for one in found]
    return [name for name in names if not _NO_PERSON.search(name)]


def _is_only_seen(sentence: str) -> bool:
    """Whether it says where, when and how one comes to whom it names, and nothing that they do besides."""
    besides = any(not _SEEING.search(does[1]) for does in _THEY_DO.finditer(sentence))
    return bool(_SEEING.search(sentence)) and not _MORE.search(sentence) and not besides


def _go_on(sentence: str) -> bool:
    """Whether it holds words of the doctor whom the sentence before names."""
    says = _SAYING.search(sentence) and _PRONOUN.search(sentence)
    return bool(says or _THEIR_WORDS.search(sentence) or (_THEY_DO.match(sentence) and not _is_only_seen(sentence)))


def _is_clinician(sentence: str, named: list[str]) -> bool:
    """Whether a title or a profession says so of one of them."""
    return any(not _ANYBODY.match(name) or re.search(rf"{re.escape(name)}{_WHAT_THEY_ARE}", sentence) for name in named)


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
    """“This is a sample” beside the words of somebody who has agreed, or beside nobody's."""
    quoted = people_quoted(document)
    places = [(FindingPlace("page", field="summary", title=_("In short")), document.summary)]
    for section in document.sections:
        places.append((FindingPlace("sections", section.id, "body", title=section.heading), section.body))
    for place, source in places:
        names = set(filter(None, map(_sample_of, _paragraphs(source))))
        if any(known.consents.get(name) == ConsentStatus.GIVEN for name in names):
            sentence = _("Under “%(heading)s” stands that somebody has not confirmed their words, who has.")
        elif names - quoted:
            sentence = _("Under “%(heading)s” stands that words of somebody are a sample whom the page does not quote.")
        else:
            continue
        yield Finding(OUTDATED, sentence % {"heading": place.title}, _("Take that paragraph out."), place, place.key)
