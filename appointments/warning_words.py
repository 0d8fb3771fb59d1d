"""Words in a reason that a person at reception should read at once: the warning signs of the emergency cards, and
self-harm, in English; in other languages: warning_languages.py. Pure.

Nothing here judges urgency or illness. In doubt the words count: "no chest pain" does not, "no fever, chest pain" and
"no chest pain at rest" do.
"""

import re

from appointments.warning_languages import LANGUAGES
from portal.lib.text import fold

_NOT_ABLE = (
    r"cannot|cant|can not|can no longer|could not|couldnt|unable to|not able to|no longer able to|can hardly"
    r"|can barely|(?:not|havent|hasnt|isnt|arent|wasnt|never|longer) (?:been )?able to|inability to"
)
_HARD = (
    rf"{_NOT_ABLE}|hard|troubles?|difficult|difficulty|difficulties|problems?|struggle|struggles|struggling"
    r"|issues?"
)
_NOT_DONE = r"not|havent|hasnt|hadnt|cannot|cant|didnt|doesnt|wont|dont"
_NUMB = (
    r"numb|numbness|tingle|tingles|tingly|tingling|pins and needles|no feeling|no sensation|changed feeling"
    r"|lost feeling|lost all feeling|(?:lost|losing|lose|loss of) (?:the |my |any |all )?(?:feeling|sensation"
    r"|sense of touch)|(?:not|dont|doesnt|without) (?:have |got )?(?:any |much |real )?(?:feeling|sensation)"
    r"|(?:not|dont|doesnt) feel (?:my|anything|a thing|much|it)|feels? nothing|feels? dead|dead feeling"
    r"|gone dead|cannot feel|cant feel|can not feel|can no longer feel"
)
_PRIVATE = (
    r"genitals?|genital area|private area|intimate area|willy|private parts?|privates|groin|crotch|vagina|penis"
    r"|testicles?|balls|scrotum|labia"
    r"|vulva|clitoris|perineum|rectum|bottom|bum|buttocks?|anus|saddle|back passage|inner thighs?|between (?:my"
    r"|the|his|her|your|their) legs|down there|down below"
)
_PEE = (
    r"pee|pees|peed|peeing|wee|wees|weeing|weed|urine|urinate|urinates|urinated|urinating|urination|pass water"
    r"|passing water|passed water|go to the (?:toilet|loo|bathroom)"
)
_POO = r"poo|poos|pooed|pooing|poop|pooping|stool|stools|bowels?|bowel movements?"
_BREATHE = r"breathe|breathes|breathing|breath|breaths|air"
_PAIN = (
    r"pains?|discomfort|weight|heaviness|heavy|squeezed|hurt|sore|painful|hurts?|hurting|aches?|aching|tight"
    r"|tightness|pressure|crushing|squeezing|burning|stabbing"
)
_THEMSELVES = r"my self|him self|her self|myself|himself|herself|themselves|themself|ourselves"


def _near(one: str, other: str, between: int) -> str:
    """Both, in either order, with so many words between them at most."""
    gap = rf"(?: \w+){{0,{between}}} "
    return rf"(?:{one}){gap}(?:{other})|(?:{other}){gap}(?:{one})"


def _then(one: str, other: str, between: int) -> str:
    return rf"(?:{one})(?: \w+){{0,{between}}} (?:{other})"


_SIGNS = (
    _near(r"wipe|wiping", r"feel|numb|numbness|feeling|tingling", 5),
    r"(?:not|dont|doesnt|cannot|cant|without|never) (?:feel|notice|know|noticing|feeling|knowing) (?:\w+ ){0,4}"
    r"(?:pee|poo|wee|bladder|bowels?|urine|stool|toilet)",
    r"nothing comes|strain(?:ing)? to (?:\w+ )?(?:pee|wee|urinate|peeing)|(?:poo|pee|wee|urine"
    r"|stool) (?:just )?comes out",
    r"lost control (?:down|of myself)|(?:legs?|knees?) (?:\w+ ){0,4}(?:gave|gives?|giving) out"
    r"|legs (?:\w+ )?like jelly",
    _near(r"sudden|suddenly", r"(?:severe|tearing|ripping|terrible|unbearable|agonising) (?:\w+ )?pain", 3),
    r"clammy|blotchy|mottled|blue (?:lips|face|skin)|lips (?:\w+ )?blue|panting",
    r"breathing (?:is |gets |getting |has |become |very )*(?:worse|bad|fast|shallow|heavy|laboured|labored)",
    # saddle area, bladder, bowel, sex
    _near(_NUMB, _PRIVATE, 5),
    _then(_HARD, rf"{_PEE}|{_POO}", 4),
    _then(
        r"no control|(?:lost|losing|loss of|lose|lost the) control",
        rf"{_PEE}|{_POO}|bladder",
        4,
    ),
    _then(rf"{_NOT_ABLE}|loss|lost|losing", r"bladder", 4),
    _then(rf"{_NOT_DONE}", rf"(?:been |able to )*(?:{_PEE}|{_POO}|passed urine|pass urine)", 1),
    r"(?:no|poor|little|loss of|lost|losing|lose|less) (?:\w+ )?(?:bladder|bowel|bowels|anal"
    r"|sphincter) (?:control|function)",
    r"(?:no longer|not) in control of (?:\w+ )?(?:pee|wee|urine|bladder|poo|stools?|bowels?)",
    _then(rf"bladder|bowels?|{_PEE}|{_POO}", rf"(?:{_NOT_DONE}|stopped|no longer) (?:work|works|working|empty)", 2),
    r"(?:urinary|urine|bladder) (?:retention|leak|leaks|leakage|accidents?)|retention of urine|urine (?:\w+ )?leaks?",
    r"(?:wet|wets|wetting|soil|soiled|soiling|dirtied|poo in|pooed in|pee in|peed in|peeing|pee) (?:in )?(?:my"
    r"|the|his|her|their) (?:own )?(?:bed|pants|underwear|trousers|clothes|sheets|nappy)",
    _then(r"leak|leaks|leaking|leaked|leakage|lose|losing", rf"{_PEE}|{_POO}", 2),
    _then(r"wet|wets|wetting|wetted|soil|soiled|soiling|poo|pooed|peed", _THEMSELVES, 1),
    r"incontinent|incontinence",
    _then(rf"no|lost|loss of|{_HARD}", r"erections?|ejaculate|ejaculation|ejaculating|orgasms?", 3),
    r"(?:erectile|sexual) (?:dysfunction|problems?)|impotent|impotence",
    # breath, chest, throat
    _then(
        rf"{_HARD}|hardly|barely|short|shortness|out of|fighting|fight|gasp|gasps|gasping|catch|catching"
        rf"|running out of",
        _BREATHE,
        3,
    ),
    r"(?:breath|breathing|swallowing|speech|bladder|bowel|urination) (?:difficult(?:y|ies)?|problems?|troubles?"
    r"|issues?|is (?:hard|difficult))",
    r"no air|not enough air",
    r"not breathing|breathless|breathlessness|suffocate|suffocating|chok(?:e|es|ing)|wheez(?:e|es|ing|y)",
    _near(r"chest|chests", _PAIN, 3),
    _then(r"heart", _PAIN, 1),
    r"chestpains?|heart attacks?|cardiac arrest|angina|elephant on (?:my|his|her) chest|anaphylaxis|anaphylactic",
    _then(_HARD, r"swallow|swallowing", 2),
    r"(?:throat|airways?|tongue) (?:\w+ )?(?:closing|closes|closed|shut|tight|blocked|swelling|swells)",
    _near(r"swollen|swelling|swells|swelled", r"face|lips?|tongue|throat|mouth", 3),
    # brain, consciousness, limbs
    r"strokes?|unconscious|unconsciousness|unresponsive|collapse|collapsed|collapses|collapsing",
    r"faint|faints|fainted|fainting|pass out|passes out|passed out|passing out|black out|blacked out|blackouts?",
    r"seizures?|convulsions?|a fit(?! test)|(?:have|has|had|having|of|epileptic|two|three|several|more) fits"
    r"|is fitting|was fitting|paralysed|paralyzed|paralysis",
    r"very drowsy|so drowsy|suddenly confused|very confused",
    _near(r"droop|droops|drooping|drooped|droopy|hanging|lopsided|twisted", r"face|mouth|eye|smile", 4),
    r"slurred|slurring|slurs",
    _then(_HARD, r"speak|speaking|speech", 2),
    _near(
        rf"weak|weakness|weaker|heavy|{_NUMB}|{_PAIN}",
        r"both (?:of )?(?:my |his |her |the )?(?:legs|arms|feet)",
        4,
    ),
    _near(rf"weak|weakness|weaker|{_NUMB}", r"legs", 2),
    r"legs? (?:\w+ ){0,2}(?:gave|gives?|giving) way|legs? (?:\w+ )?(?:buckled?|collapsed?)",
    _then(r"legs", rf"(?:{_NOT_DONE}|stopped|no longer) (?:work|works|working|move|moving|carry|hold)", 1),
    _then(_NOT_ABLE, r"(?:move|lift|use) (?:my |his |her |the )?(?:legs?|arms?|feet|foot|body)", 1),
    _near(r"weak|weakness|numb|numbness|droop\w*|hang\w*|paralys\w+|paralyz\w+", r"one side|(?:left|right) side", 4),
    _near(r"sudden|suddenly", r"weak|weakness|numb|numbness|blind|blindness", 6),
    _then(_NOT_ABLE, r"(?:get|find) (?:\w+ )?words", 0),
    _then(_NOT_ABLE, r"stand|stand up|walk|get out of bed", 1),
    _near(r"sciatica", r"both (?:sides|legs)", 3),
    _near(r"worst|sudden|suddenly|thunderclap", r"headaches?|head pains?", 4),
    _near(r"fever|temperature|feverish", r"stiff neck|neck (?:is )?(?:so |very )?stiff|confused|drowsy|blotchy", 6),
    # blood, accidents
    _near(r"bleed|bleeds|bleeding|blood", r"heavily|heavy|lots?|badly|not stop|wont stop", 3),
    _near(r"vomit|vomits|vomiting|vomited|threw up|throwing up|cough|coughs|coughing|coughed|spitting", r"blood", 3),
    _near(rf"{_PEE}|{_POO}", r"blood|bloody|black|dark|brown|cola", 3),
    r"haemorrhage|hemorrhage|car crash|car accident|serious accident|(?:fell|fall|fallen) (?:\w+ )?(?:from|off"
    r"|down (?:the |some |a )?(?:\w+ )?(?:stairs|steps|ladder))|(?:hit|struck|run over|knocked (?:down"
    r"|over)) by (?:a|the) (?:car|lorry|bus|van|truck|motorbike|train|bike)|(?:car|road|motorbike|motorcycle"
    r"|traffic|bike|bicycle) (?:crash|accident|collision)",
)
_SELF_HARM = (  # never taken back by a word before it
    rf"(?:kill|killing|harm|harming|cutting|hang|hanging|hanged|shoot|shooting|drown|drowning|poison|poisoning"
    rf"|stab|stabbing) (?:{_THEMSELVES})",
    rf"(?:hurt|hurting|hurts|cut|cutting|cuts|burn|burned|burning|harmed|injure|injured"
    rf"|injuring) (?:{_THEMSELVES}) (?:on purpose|deliberately|intentionally|again)|cutting (?:my|his|her"
    rf"|their) (?:own )?(?:wrists?|arms?|legs?|thighs?)",
    r"(?:slit|slitting|slash|slashed|slashing|cut) (?:my|his|her|their) (?:own )?wrists?",
    r"self harm|self harms|self harmed|self harming|selfharm|self injury|kms|unalive",
    rf"(?:want to|wants to|wanna|going to|gonna|about|thought of|thoughts of|urge to) (?:hurt|hurting|cut"
    rf"|cutting) (?:{_THEMSELVES})",
    r"(?:end|ending|take|taking|took|taken) (?:my|his|her|their) (?:own )?life|(?:end|ending) it all|end (?:it"
    r"|things) now",
    r"(?:want|wants|wanted|wanna|going|thinking|think|thought|thoughts|plan|planning|ready) (?:to |of "
    r"|about )?(?:end|ending) (?:it|things|everything)",
    r"(?:want|wants|wanted|wanting|wish|wishing|ready|rather|prefer|hope|hoping|plan|planning|wanna|going"
    r"|allowed|better|need) (?:to |i )?(?:could )?(?:just )?(?:die|be dead)",
    r"will die (?:without|by|if)|help i (?:will|shall) die|wish(?:ed)? i (?:was|were|had (?:never been"
    r"|not been)) (?:dead|born|alive)|better off (?:dead|without me|if i (?:was|were) (?:dead|gone))",
    r"(?:thought|thoughts|thinking|think) (?:of|about) (?:my )?(?:death|dying|suicide|being dead|not being here)",
    r"(?:do not|dont|does not|doesnt|no longer|not|never) (?:really )?(?:want to|wanna) (?:live|be alive"
    r"|be here|be around|be on this|exist|wake up|go on)|(?:no|have the|have any|any) (?:reason|will|wish"
    r"|desire|strength) to live|cannot see the point|cant see the point|stop existing|(?:give|giving"
    r"|given) up on life|do something stupid|took an od"
    r"|never wake up|sleep for ?ever|disappear for ?ever|(?:nobody|no one"
    r"|noone) (?:would|will) (?:miss me|care if i)|burden (?:to|on|for) (?:everyone|everybody|my family)"
    r"|lost the will to live",
    r"(?:not|isnt|aint|hardly|no longer) worth living|(?:tired|sick) of (?:living|life|being alive)"
    r"|hate (?:my life|being alive)",
    r"(?:no|any|see the|a|whats the|what is the) (?:point|sense|reason) (?:in |of |to |for )?(?:living|live"
    r"|life|being alive|going on"
    r"|go on)",
    r"(?:cannot|cant|can not) go on|want (?:it all|my life|everything|life) to (?:be over|end|stop)"
    r"|want it to be over",
    r"(?:want|wants|wanted|going|thinking|thought|thoughts|think|urge|about) (?:to |of "
    r"|about )?jump(?:ing)? (?:off|from|in front|under|out)|throw(?:ing)? myself",
    r"(?:take|took|taken|swallow|swallowed|taking|swallowing) (?:far |way )?(?:too many|too much"
    r"|all (?:of )?(?:my|the|his|her)|lots of|a lot of|an? (?:whole )?(?:box|pack|packet|bottle|handful) of"
    r"|\d\d+) (?:\w+ )?"
    r"(?:pills?|tablets?|medication|medicines?|paracetamol|ibuprofen|painkillers?|capsules?|drugs|insulin|meds)",
    r"(?:drank|drunk|swallowed|swallow|drinking|drink) (?:some )?(?:bleach|poison|antifreeze|weedkiller|acid)",
)
_TAKEN_BACK_AT_ONCE = (r"suicide|suicidal|suicidality|overdose|overdosed|overdosing",)  # "not suicidal"

_ANY_SIGN = re.compile(rf"\b(?:{'|'.join((*_SIGNS, *_TAKEN_BACK_AT_ONCE))})\b")
_ANY_SELF_HARM = re.compile(rf"\b(?:{'|'.join(_SELF_HARM)})\b")
_CLAUSES = re.compile(
    r"[.!?;:,…،؛؟]|\b(?:but|however|now|although|except|yet|just|instead|rather|then|because"
    r"|since)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:no|not|never|(?<!not )(?<!never )(?<!day )(?<!night )without|deny|denies|denied|dont|doesnt|didnt"
    r"|do not|does not|did not|havent|hasnt|hadnt|isnt|arent|wasnt)"
    r"(?: (?:have|has|had|having|get|getting|got|feel|feeling|any|a|an|the|my|real|new|signs?|symptoms?|history"
    r"|of|ever|been|in|recent|recently|previous|past|currently|longer|more))* $"
)
# After a sign that was taken back: it was there after all, is there at times, or was not like this before.
_ONLY_AT_TIMES = re.compile(
    r"^ (?:\w+ ){0,3}?(?:before|until|till|unless|when|while|if|at rest|like (?:this|that|it)|this (?:bad"
    r"|strong|severe)|so (?:bad|strong|severe)|as (?:bad|strong|severe)|only|relief|any better|goes away|went away)\b"
)
_AND_SO = {" or ", " nor ", " and no ", " or any ", " or a "}


def names_something_serious(*texts: str) -> bool:
    """Whether what somebody wrote who asked, reason or anything else, holds what a person should read at once."""
    return any(_is_serious(text) for text in texts)


def _is_serious(text: str) -> bool:
    if _ANY_SELF_HARM.search(fold(text)):
        return True
    clauses = [f"{fold(clause)} " for clause in _CLAUSES.split(text)]
    return any(map(_clause_is_serious, clauses)) or any(
        language.is_named_in(clause) for clause in clauses for language in LANGUAGES
    )


def _clause_is_serious(clause: str) -> bool:
    taken_back_until = None
    for sign in _ANY_SIGN.finditer(clause):
        follows = taken_back_until is not None and clause[taken_back_until : sign.start()] in _AND_SO
        taken_back = follows or _TAKES_BACK.search(clause[: sign.start()])
        if not taken_back or _ONLY_AT_TIMES.search(clause[sign.end() :]):
            return True
        taken_back_until = sign.end()
    return False
