"""Gate: a care card warns, and tells readers to do what its level asks for.

What it says of words is a guess, made for English; a reviewer may let it pass. Structure and typed numbers are none.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from portal.lib.text import fold
from topics.authorship import digest
from topics.document import CareCard, Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace, looked_at
from topics.gates.texts import texts
from topics.kinds import TopicKind, Urgency
from topics.reversals import doubts, is_denied, sentences, taken_back
from topics.warning_signs import ChecklistSign, says, vocabulary

TURNED, LEVEL, NUMBER = "turned_round", "card_level", "card_number"
HURRY = (Urgency.EMERGENCY, Urgency.URGENT)
_EMERGENCY_NUMBER = "{emergency_number}"
_CALL = re.compile(r"\b(?:call|phone|ring|dial)\b")
_NOT_TO_WAIT = re.compile(r"(?:(?:do not|dont|never) (?:wait|delay|hesitate|drive)|without delay|emergency|hurry)\b")
_NOT_QUITE_NOW = re.compile(r"\bnow (?:and then|after|or|perhaps|maybe|only|but)\b")
_CALL_IT = re.compile(r"(?:please )?(?:call|phone|ring|dial)(?: \w+){0,3} emergencynumber\b")
_ASK = re.compile(r"\b(?:call|phone|ring|dial|ask|speak|talk|contact|see|text|get|need|book|go|seek|tell|visit|come)\b")
_NOW = re.compile(r"\b(?:now|at once|immediately|straight away|right away|without delay|this minute|instantly)\b")
_TODAY = re.compile(
    r"\b(?:today|tonight|same day|now|at once|immediately|straight away|right away|without delay|within (?:24|a few|12"
    r"|two) hours"
    r"|urgently|this (?:morning|afternoon|evening))\b"
)
_SOFT = re.compile(
    r"\b(?:appointment|today|tomorrow|this week|next week|soon|when you can|some time|in the next days)\b"
)
_SOFT_AFTER = re.compile(r"\b(?:book|bath|shower|sleep|nap|rest|(?:drive|walk|cycle) (?:yourself|to)|call you back)\b")
_NO_WAITING = re.compile(r"\b(?:not|never|without|instead of|rather than|dont)\b")
_PHONE_LIKE = re.compile(r"(?<![\w.,])\+?[(]?\d(?:[ ()/.-]{0,3}\d)+")
_UNIT = re.compile(
    r"\s*(?:°|%|º|degrees?|c\b|f\b|mg|mcg|µg|ml|g\b|kg|lb|lbs|pounds?|stones?|mm|cm|km|m\b|kcal|bpm|beats?|times|steps"
    r"|metres?|meters?"
    r"|years?|months?|weeks?|days?|hours?|minutes?|seconds?|mmhg|units?|per\b|/)",
    re.IGNORECASE,
)
_PRESSURE = re.compile(r"(?!(?:999|911|112)\b)\d{2,3} ?/ ?\d{2,3}")
_MEASURED = re.compile(r"\b(?:of|over|above|under|below|than|about|around|to|is|at|reaches)\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ALARM_NUMBERS = re.compile(
    r"(?:000|061|100|101|102|103|104|105|106|107|108|110|111|112|1122|113|114|115|116|116117|116123|117|118|119|120"
    r"|122|123|128|131|133|140|1414|144|147|155|158|161|166|190|191|192|193|194|195|197|198|199|911|912|913|988|995"
    r"|997|998|999)"
)
_DIALLED = re.compile(r"\b(?:call|phone|ring|dial|text|sms|message|whatsapp)\b")
_SHORT = re.compile(
    r"\b(?:call|phone|ring|dial|text|sms)\b\W{1,3}(?:(?:us|them|on|at|to|the|number)\W{1,2}){0,3}\d{2,}", re.IGNORECASE
)
_UNSEEN = {"Cf", "Mn", "Me"}
_DIGIT = r"(?:one|two|three|four|five|six|seven|eight|nine|zero|oh|nought)"
_SPOKEN_DIGITS = re.compile(rf"\b(?:(?:(?:{_DIGIT}|double|triple|treble) ?){{3,}}|(?:triple|treble) {_DIGIT})\b")
_DIGITS_IN_POINTS = 6  # from here on a number in a point is one to call
_LITTLE = re.compile(
    r"(?:a|after|an|and|any|are|as|at|be|before|by|can|cannot|could|do|does|for|from|had|has|have|her|his|if|in|is|it"
    r"|its|more|no|not|of|on|or|so|than|that|the|their|to|very|was|when|which|with|you|your)"
)
_SPLIT = re.compile(r"\s*[,;/|+]\s*")


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """All pages that have cards."""
    yield from _how_many(document, known)
    for card in document.care_cards:
        yield from _typed_numbers(card)
        yield from _level(card)
        if card.urgency in HURRY:
            yield from _turned_round(card, known)
    yield from _played_down(document, known)


# --- how many, and what they tell readers to do ----------------------------------------------------------------------


def _how_many(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Exactly one emergency card on a symptom article, one at most on other pages. Composing puts it first.

    That there is none need not be said where each emergency sign of a checklist is told to be missing.
    """
    cards = [card for card in document.care_cards if card.urgency == Urgency.EMERGENCY]
    if len(cards) > 1:
        place = FindingPlace("cards", cards[1].id, "urgency", title=cards[1].heading)
        headings = tuple(card.heading for card in cards)
        sentence = _("There are %(count)s emergency cards: readers may stop at the first.") % {"count": len(cards)}
        yield Finding(LEVEL, sentence, _("Put all emergency signs into one card."), place, "many", headings)
    is_told = any(flag.urgency == Urgency.EMERGENCY for flag in known.flags)
    if not cards and document.kind == TopicKind.SYMPTOM and not is_told:
        yield Finding(
            LEVEL,
            _("There is no emergency card."),
            _("Add one: which signs readers have to call {emergency_number} for at once."),
            FindingPlace("cards"),
            "none",
            waivable=True,
            stops_forced=True,
            about=looked_at("no emergency card", document.without_links()),
        )


def _level(card: CareCard) -> Iterator[Finding]:
    if card.urgency == Urgency.EMERGENCY:
        yield from _emergency(card)
    elif card.urgency == Urgency.URGENT:
        yield from _urgent(card)
    elif _EMERGENCY_NUMBER in card.heading or _tells(_heading(card), _CALL, _NOW):
        sentence = _("The instruction of the card “%(level)s” tells readers to hurry.")
        yield _wrong_level(
            card, sentence, _("Choose how urgent the card is, or say what its readers should do."), "heading"
        )


def _emergency(card: CareCard) -> Iterator[Finding]:
    told = sentences(card.heading)
    if _EMERGENCY_NUMBER not in card.heading:
        yield _wrong_level(
            card,
            _("The instruction of the card “%(level)s” does not tell readers to call {emergency_number}."),
            _("Begin it like this: Call {emergency_number} now if you have:"),
            "heading",
        )
    elif not _begins_with_the_call(told):
        yield _wrong_level(
            card,
            _("The instruction of the card “%(level)s” does not tell readers to call {emergency_number} now."),
            _("Begin it like this: Call {emergency_number} now if you have:"),
            "heading",
        )
    after = sentences(card.action)
    if _is_soft(told, _SOFT) or _is_soft(after, _SOFT) or _is_soft(after, _SOFT_AFTER):
        yield _wrong_level(
            card,
            _("The instruction of the card “%(level)s” speaks of something that is not at once."),
            _("Say there only what readers do at once."),
            "soft",
        )
    for match in re.finditer(r"\{(?:urgent_advice_line|clinic_phone)\}", f"{card.heading} {card.action}"):
        sentence = _("The card “%(level)s” names another number than {emergency_number}.")
        yield _wrong_level(card, sentence, _("Leave %(what)s to the urgent card.") % {"what": match[0]}, "other-number")
        break


def _begins_with_the_call(told: list[str]) -> bool:
    """Whether the first thing said, or the first after not to wait, is to call the emergency number now."""
    first = next((one for one in told if not _NOT_TO_WAIT.match(one)), "")
    return bool(_CALL_IT.match(first)) and _tells(first, _CALL, _NOW) and not _NOT_QUITE_NOW.search(first)


def _is_soft(told: list[str], soft: re.Pattern) -> bool:
    """Whether something that is not at once is told, and not told against."""
    return any(not _NO_WAITING.search(part[: found.start()]) for part in told for found in soft.finditer(part))


def _urgent(card: CareCard) -> Iterator[Finding]:
    told = [*sentences(card.heading), *sentences(card.action)]
    if _EMERGENCY_NUMBER in card.heading:
        yield _wrong_level(
            card,
            _("The instruction of the card “%(level)s” is that of an emergency."),
            _("Move its signs to the emergency card, or say in it whom to ask today."),
            "heading",
        )
    elif not any(_tells(one, _ASK, _TODAY) for one in told):
        yield _wrong_level(
            card,
            _("The card “%(level)s” does not tell readers to ask for help today."),
            _("Begin it like this: Ask to speak to a doctor today if you have:"),
            "heading",
        )
    if not re.search(r"\{(?:urgent_advice_line|clinic_phone)\}", f"{card.heading} {card.action}"):
        yield _wrong_level(
            card,
            _("The card “%(level)s” does not say whom to call."),
            _("Write {clinic_phone} or {urgent_advice_line} into what to do."),
            "action",
        )


def _heading(card: CareCard) -> str:
    return " ".join(sentences(card.heading))


def _tells(sentence: str, what: re.Pattern, when: re.Pattern) -> bool:
    """Whether the sentence tells readers to do this, then: neither is denied."""
    return all(any(not is_denied(sentence, found.start()) for found in one.finditer(sentence)) for one in (what, when))


def _wrong_level(card: CareCard, sentence: str, mend: str, key: str) -> Finding:
    field = "action" if key == "action" else "heading"
    return Finding(
        LEVEL,
        sentence.replace("%(level)s", str(Urgency(card.urgency).label)),
        mend,
        FindingPlace("cards", card.id, field, title=card.heading),
        key=f"{card.id}-{key}",
        quotes=tuple(filter(None, (card.heading, card.action))),
        waivable=True,
        stops_forced=card.urgency == Urgency.EMERGENCY,
        about=looked_at(key, card),
    )


# --- numbers ---------------------------------------------------------------------------------------------------------


def _typed_numbers(card: CareCard) -> Iterator[Finding]:
    for field, lines in (("heading", (card.heading,)), ("points", card.points), ("action", (card.action,))):
        if found := tuple(line for line in lines if _holds_a_number(line, field == "points")):
            yield Finding(
                NUMBER,
                _("A number to call is typed into a card."),
                _("Write {emergency_number}, {urgent_advice_line} or {clinic_phone} instead."),
                FindingPlace("cards", card.id, field, title=card.heading),
                key=f"{card.id}-{field}",
                quotes=found,
                waivable=True,
                stops_forced=True,
                about=looked_at("number", field, card),
            )


def _holds_a_number(line: str, is_point: bool) -> bool:
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", line) if unicodedata.category(sign) not in _UNSEEN)
    for found in _PHONE_LIKE.finditer(plain):
        digits = "".join(str(unicodedata.digit(sign)) for sign in found[0] if sign.isdigit())
        if (
            len(digits) < 3
            or _YEAR.fullmatch(digits)
            or _UNIT.match(plain, found.end())
            or _PRESSURE.fullmatch(found[0])
        ):
            continue
        before = plain[max(0, found.start() - 30) : found.start()].casefold()
        is_alarm = _ALARM_NUMBERS.fullmatch(digits) and not _MEASURED.search(before)
        if not is_point or _DIALLED.search(before) or is_alarm or len(digits) >= _DIGITS_IN_POINTS:
            return True
    if any(not _UNIT.match(plain, found.end()) for found in _SHORT.finditer(plain)):
        return True
    if re.search(r"\d-?[A-Z]{4,}", plain):  # 1-800-DOCTORS
        return True
    return bool(_SPOKEN_DIGITS.search(fold(plain)))


# --- words -----------------------------------------------------------------------------------------------------------


def _turned_round(card: CareCard, known: PageFacts) -> Iterator[Finding]:
    signs = {flag.id: flag for flag in known.flags}
    for point, named in card.warnings:
        own = [signs[one] for one in named if one in signs]
        likely = own or [flag for flag in known.flags if any(says(point, way) for way in flag.ways)]
        if words := doubts(point, frozenset().union(*map(vocabulary, likely))):
            sentence = _("This may deny its warning sign, or take it back: “%(words)s”.") % {
                "words": "”, “".join(words)
            }
            yield _in_doubt(card, "points", point, sentence, likely)
        elif _is_stems(point, likely):
            yield _in_doubt(card, "points", point, _("This is no sentence that readers understand."), likely)
    for field, text in (("heading", card.heading), ("action", card.action)):
        words = [one for one in taken_back(text) if field == "heading" or not one.startswith("only if")]
        if words:
            sentence = _("This may take the warning of the card back: “%(words)s”.") % {"words": "”, “".join(words)}
            yield _in_doubt(card, field, text, sentence)


def _in_doubt(card: CareCard, field: str, text: str, sentence: str, signs: Sequence[ChecklistSign] = ()) -> Finding:
    """`signs`: those that the text may warn of: when their checklist changes, it is judged anew."""
    return Finding(
        TURNED,
        sentence,
        _("Say in plain words what somebody notices who needs help, and nothing that calms."),
        FindingPlace("cards", card.id, field, title=card.heading),
        key=f"{card.id}-{field}-{digest(text)[:20]}",
        quotes=(text,),
        waivable=True,
        stops_forced=True,
        about=looked_at(card.urgency, text, card.heading, card.action, *signs),
    )


def _is_stems(point: str, signs: list[ChecklistSign]) -> bool:
    """Whether the point is made of the beginnings of words by which the checklist looks for signs."""
    stems = {word for flag in signs for word in vocabulary(flag)}
    full = {word for flag in signs for word in fold(flag.sign).split()}
    phrases = " | ".join(fold(flag.sign) for flag in signs)
    parts = [fold(part).split() for part in _SPLIT.split(point) if fold(part)]
    found, is_list = [], False
    for words in parts:
        is_plain = f" {' '.join(words)} " in f" {phrases} " or any(map(_LITTLE.fullmatch, words))
        is_cut = any(word not in full and any(one.startswith(word) for one in full) for word in words)
        is_made_of_them = not is_plain and set(words) <= stems
        found.append(is_made_of_them and (len(words) > 1 or is_cut or len(parts) > 1))
        is_list = is_list or (is_made_of_them and is_cut and len(words) > 1)
    return is_list or (bool(found) and all(found))


def _played_down(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Sentences outside the cards that name an emergency sign and take it back."""
    flags = [flag for flag in known.flags if flag.urgency == Urgency.EMERGENCY]
    for place, lines in texts(document):
        if place.part == "cards" or not flags:
            continue
        for line in lines:
            named = [flag for flag in flags if any(says(line, way) for way in flag.ways)]
            if named and (words := taken_back(line)):
                yield Finding(
                    TURNED,
                    _("This may play a warning sign down: “%(words)s”.") % {"words": "”, “".join(words)},
                    _("Say it so that nobody with the sign waits, or leave it out."),
                    place,
                    key=f"{place.key}-{digest(line)[:20]}",
                    quotes=(line,),
                    waivable=True,
                    stops_forced=True,
                    about=looked_at(line, lines, *named),
                )
