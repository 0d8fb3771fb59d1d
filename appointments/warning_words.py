"""Words in a reason that a person at reception should read at once: the warning signs of the emergency cards, and
self-harm. Pure.

Nothing here judges urgency or illness. In doubt the words count: "no chest pain" does not, "no fever, chest pain" does.
"""

import re

from portal.lib.text import fold

_NOT_ABLE = (
    r"cannot|cant|can not|can no longer|could not|couldnt|unable to|not able to|no longer able to|can hardly|can barely"
)
_HARD = rf"{_NOT_ABLE}|hard|troubles?|difficult|difficulty|difficulties|problems?|struggle|struggles|struggling"
_NUMB = (
    r"numb|numbness|tingle|tingles|tingling|pins and needles|no feeling|no sensation|changed feeling|lost feeling"
    r"|lost all feeling|loss of feeling|loss of sensation|cannot feel|cant feel|can not feel|can no longer feel"
)
_PRIVATE = (
    r"genitals?|genital area|private parts?|privates|groin|crotch|vagina|penis|testicles?|bottom|bum|buttocks?|anus"
    r"|saddle|back passage|inner thighs?|between (?:my|the|his|her|your|their) legs|down there|down below"
)
_PEE = r"pee|pees|peed|peeing|wee|wees|weeing|urine|urinate|urinating|urination|pass water|passing water"
_POO = r"poo|poos|pooing|poop|pooping|stool|stools|bowels?|bowel movements?"
_BREATHE = r"breathe|breathes|breathing|breath"
_PAIN = r"pains?|painful|hurts?|hurting|aches?|aching|tight|tightness|pressure|crushing|squeezing|burning|stabbing"
_THEMSELVES = r"myself|himself|herself|themselves|themself|ourselves"


def _near(one: str, other: str, between: int) -> str:
    """Both, in either order, with so many words between them at most."""
    gap = rf"(?: \w+){{0,{between}}} "
    return rf"(?:{one}){gap}(?:{other})|(?:{other}){gap}(?:{one})"


def _then(one: str, other: str, between: int) -> str:
    return rf"(?:{one})(?: \w+){{0,{between}}} (?:{other})"


_SIGNS = (
    # saddle area, bladder, bowel, sex
    _near(_NUMB, _PRIVATE, 5),
    _then(_HARD, rf"{_PEE}|{_POO}", 4),
    _then(
        r"no control|(?:lost|losing|loss of|lose|lost the) control",
        rf"{_PEE}|{_POO}|bladder",
        4,
    ),
    _then(rf"{_NOT_ABLE}|loss|lost|losing", r"bladder", 4),
    _then(r"leak|leaks|leaking|leaked|leakage|lose|losing", rf"{_PEE}|{_POO}", 2),
    _then(r"wet|wets|wetting|wetted|soil|soiled|soiling|poo|pooed|peed", _THEMSELVES, 1),
    r"incontinent|incontinence",
    _then(rf"no|lost|loss of|{_NOT_ABLE}", r"erections?", 3),
    # breath, chest, throat
    _then(rf"{_HARD}|hardly|barely|short|shortness|out|fighting|gasping", _BREATHE, 3),
    r"not breathing|breathless|breathlessness|suffocate|suffocating|chok(?:e|es|ing)|wheez(?:e|es|ing|y)",
    _near(r"chest|chests", _PAIN, 3),
    _then(r"heart", _PAIN, 1),
    r"chestpains?|heart attacks?|anaphylaxis|anaphylactic",
    _then(_HARD, r"swallow|swallowing", 2),
    _near(r"swollen|swelling|swells|swelled", r"face|lips?|tongue|throat|mouth", 3),
    # brain, consciousness, limbs
    r"strokes?|unconscious|unconsciousness|unresponsive|collapse|collapsed|collapses|collapsing",
    r"faint|faints|fainted|fainting|pass out|passes out|passed out|passing out|black out|blacked out|blackouts?",
    r"seizures?|convulsions?|a fit|fits|fitting|paralysed|paralyzed|paralysis",
    r"very drowsy|so drowsy|suddenly confused|very confused",
    _near(r"droop|droops|drooping|drooped", r"face|mouth|eye|smile", 4),
    r"slurred|slurring|slurs",
    _then(_HARD, r"speak|speaking|speech", 2),
    _near(rf"weak|weakness|weaker|heavy|{_NUMB}|{_PAIN}", r"both (?:my |his |her |the )?(?:legs|arms|feet)", 4),
    _near(r"sudden|suddenly", r"weak|weakness", 6),
    _then(_NOT_ABLE, r"stand|stand up|walk", 1),
    _near(r"sciatica", r"both (?:sides|legs)", 3),
    _near(r"worst|sudden|suddenly", r"headaches?", 4),
    # blood, accidents
    _near(r"bleed|bleeds|bleeding|blood", r"heavily|heavy|lots?|badly|not stop|wont stop", 3),
    _near(r"vomit|vomits|vomiting|vomited|threw up|throwing up|cough|coughs|coughing|coughed|spitting", r"blood", 3),
    _near(rf"{_PEE}|{_POO}", r"blood|bloody|black|dark|brown|cola", 3),
    r"haemorrhage|hemorrhage|car crash|car accident|serious accident|fell from|fall from a height",
)
_SELF_HARM = (  # never taken back by a word before it
    rf"(?:kill|killing|harm|harming|cutting) (?:{_THEMSELVES})|self harm|self harming|selfharm|cut myself on purpose",
    rf"(?:want to|wants to|going to|about|thought of|thoughts of) (?:hurt|hurting|cut|cutting) (?:{_THEMSELVES})",
    r"(?:end|ending|take|taking) (?:my|his|her|their) (?:own )?life|(?:end|ending) it all|end (?:it|things) now",
    r"(?:want|wants|wanted|wanting|wish|ready) (?:to )?(?:die|be dead)|wish i (?:was|were) dead|better off dead",
    r"(?:do not|dont|does not|doesnt|no longer) want to (?:live|be alive|be here|wake up)|no reason to live",
    r"not worth living|tired of living|(?:cannot|cant|can not) go on",
)
_TAKEN_BACK_AT_ONCE = (r"suicide|suicidal|suicidality|overdose|overdosed|overdosing",)  # "not suicidal"

_ANY_SIGN = re.compile(rf"\b(?:{'|'.join((*_SIGNS, *_TAKEN_BACK_AT_ONCE))})\b")
_ANY_SELF_HARM = re.compile(rf"\b(?:{'|'.join(_SELF_HARM)})\b")
_CLAUSES = re.compile(r"[.!?;:,…]|\b(?:but|however|now|although|except)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(
    r"\b(?:no|not|never|without|deny|denies|denied|dont|doesnt|didnt|do not|does not|did not|havent|hasnt|hadnt"
    r"|isnt|arent|wasnt)"
    r"(?: (?:have|has|had|having|get|getting|got|feel|feeling|any|a|an|the|my|real|new|signs?|symptoms?|history|of|ever"
    r"|been|in|yet|currently))* $"
)
_AND_SO = {" or ", " nor ", " and no ", " or any ", " and ", " or a "}


def names_something_serious(*texts: str) -> bool:
    """Whether what somebody wrote who asked, reason or anything else, holds what a person should read at once."""
    return any(_clause_is_serious(f"{fold(clause)} ") for text in texts for clause in _CLAUSES.split(text))


def _clause_is_serious(clause: str) -> bool:
    if _ANY_SELF_HARM.search(clause):
        return True
    taken_back_until = None
    for sign in _ANY_SIGN.finditer(clause):
        follows = taken_back_until is not None and clause[taken_back_until : sign.start()] in _AND_SO
        if not follows and not _TAKES_BACK.search(clause[: sign.start()]):
            return True
        taken_back_until = sign.end()
    return False
