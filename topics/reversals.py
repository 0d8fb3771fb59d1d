"""Words of a care card that turn a warning round: they deny the sign, or take the warning back. English. Pure.

A denied complaint is a reversal (“no numbness”), a denied ability is the complaint itself (“no feeling”, “cannot pee”).
It guesses: whoever reads the sentence decides.
"""

import re
import unicodedata
from collections.abc import Collection

from portal.lib.text import fold

LOOKED_AHEAD = 9  # words after a denial that are looked at
LONGEST = 2000  # characters of a text that are looked at; what is longer is no point of a card

_PAUSE = re.compile(
    r"[.;:!?…()\[\]“”\"]+|,|\s[–—-]+\s|[–—]|\b(?:but|however|although|though|yet|while)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.;:!?…]+(?=\s|$)")

_NOT_ABLE = (
    r"cannot|cant|can not|can no longer|could not|couldnt|unable to|not able to|not being able to|no longer able to"
)
_NOT_ABLE_AT_ALL = rf"(?:{_NOT_ABLE}|hardly|barely|inability to)"
_AUXILIARY = r"(?:do|does|did|have|has|had|is|are|was|were|am|will|would|should|wo)"
_DENIES = re.compile(
    rf"\b(?:(?P<ability>{_NOT_ABLE_AT_ALL})"
    rf"|{_AUXILIARY}nt|nt|zero|(?:{_AUXILIARY} )?not|no one|nobody|no|never|without|none|neither|nor|nothing"
    rf"|rarely|seldom"
    r"|free of|free from|absence of|absent|lack of|lacks|lacking|clear of|spared|rule out|ruled out|denies|deny)\b"
)
_NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely|simply|sure|certain)|whether or not|or not|no matter|no doubt)\b"
)

# Abilities and what should happen: that they are missing is the complaint.
_ABILITY = re.compile(
    r"(?:feeling|sensation|sense|control|touch\b|reach|painkill|erect|ejaculat|orgasm|mov(?:e|es|ed|ing|ement)"
    r"|stand|sit\b|lie\b|bend|lift"
    r"|rais"
    r"|hold|grip|see\b|eat|drink|sleep|wak|woke|stop|start|begin|began|eas(?:e|es|ed|ing)|settl|better|improv|relie"
    r"|go\b"
    r"|goes\b|going\b|gone\b|went\b|heal|clear|fad(?:e|es|ing)|empty|tell\b|aware|remember|think|able|warning|trying"
    r"|tried"
    r"|try\b|explan|explain|known\b|obvious|reason|caus|respon|react|appetite|keep|kept|work|function|open|clos"
    r"|recogni"
    r"|stay awake|carry|cope|manag|use\b|using|climb|straighten|put\b|bear|concentrat|focus|strength|energy|know\b"
    r"|blanch"
    r"|disappear|help|rest\b|pulse|usual|normal|right\b|well\b|steady|straight|balance|being touched|calm|let\b"
    r"|fluids?\b|answer|hear\b|fart|wind\b|intend|meaning|wanting|want\b|noticing|pass\b|passed\b|passing\b|return"
    r"|come back"
    r"|came back|fully|firm|relax|swallowed|dry\b|still\b|full power|power)"
)
# Parts and doings that stand for an ability after “cannot”, and before a complaint after “no”: “no bladder problems”.
_BODY = re.compile(
    r"(?:pee|wee\b|wees|weeing|urin|poo|stool|bowel|bladder|breath|walk|swallow|speech|speak|talk|sex|sight|vision"
    r"|hearing|heart|sitting|standing|moving)"
)
_COMPLAINT = re.compile(
    r"(?:numb|tingl|pins\b|weak|pain|sore|ach(?:e|es|ing|y)\b|hurt|fever|temperature|loss\b|lost\b|lose|losing|troubl"
    r"|problem|difficult|struggl|lump|swell|swoll|bleed|blood|dizz|faint|collaps|cancer|tumou?r|accident|knock|blow\b"
    r"|fall\b|falls\b"
    r"|fell\b|fallen|injur|crash|wound|cut\b|cough|sneez|vomit|sick|throw|confus|drows|rash|chok|wheez|short|clammy"
    r"|sweat"
    r"|infect|inflam|tubercul|tb\b|steroid|osteopor|brittl|fragil|pregnan|incontin|leak|paraly|seizur|convuls"
    r"|fits?\b"
    r"|strok|droop|slur|unstead|clums|stiff|worse|sever|serious|unwell|ill\b|ill[ns]|shiver|chill|hot\b|blotch|pale"
    r"|blue|palpit"
    r"|racing|fast\b|cramp|spasm|signs?\b|symptom|complaint|dehydrat|diarr|burn|crush|tight|band\b|spread|radiat|drag"
    r"|fractur"
    r"|broken|break|medicine|medication|drug|inject|diuretic|tablets|immune|headache|red\b|yellow|dark|black|bloody"
    r"|discharg"
    r"|misshap|shape|deform|limp|suicid|harming|emergenc|urgen|danger|illness|disease|bruis|distress|attack|pressure"
    r"|affect)"
)
_LITTLE = re.compile(
    r"(?:a|an|and|any|are|as|at|be|been|by|change|changed|changes|changing|ever|evidence|experience|experienced|feel"
    r"|feels|felt|for|form|from|get|gets|getting|got|had|has|have|having|her|his|history|in|is|its|kind|more|most"
    r"|much|new|notice|noticed|of|on|one|or|other|real|so|some|sort|such|suffer|suffered|suffering|the|their|to|too"
    r"|very|was|were|with|yet|you|your)"
)

_PERCEIVED, _BEGUN = frozenset({"notice", "feel", "know", "realise"}), frozenset({"start", "started", "begin", "begun"})

# Words that take a warning back wherever they stand, unless they are denied themselves (“do not wait”).
_TAKES_BACK = re.compile(
    r"\b(?:"
    r"as (?:often|much|well|far|long) as (?:ever|always|before|usual|you always)|as before|otherwise (?:healthy|well"
    r"|fine)"
    r"|without (?:effort|trouble|difficult\w*|problems?|help)|already know|come down|eat well"
    r"|eases? (?:as soon|at once|quickly|when)|part of (?:growing|getting|normal|life|ageing|aging)"
    r"|makes? no difference"
    r"|no change|strong legs|(?:is|are) (?:calm|regular|just|merely)"
    r"|(?:breathe|walk|move|pee|wee|urinate|poo|swallow|speak|stand|sleep|feel) (?:easily|freely|well|fine|normally"
    r"|steadily)"
    r"|(?:can|could|may|learn to) live with|manageable|bearable|tolerable|false alarm|goes? away|went away|(?:that"
    r"|which)"
    r" (?:pass|passes|settles|stops|improves|eases|clears|heals|fades|gets better)|ruled out|been excluded|unhurt"
    r"|unharmed"
    r"|excluded|clears? up|the same on both sides|through the night|uninjured|unscathed|(?:lets|allows|leaves) you"
    r"|nothing but|leave it|only (?:call|phone|ring|ask)|(?:just|only|merely) (?:stress|anxiety|nerves|age"
    r"|tired\w*)"
    r"|wait(?:ing)? (?:one|two|three|four|several|[0-9]+)|let it (?:be|pass)|sort itself out|runs? its course"
    r"|wrongly|mistakenly|only dream\w*|dreamt|used to|as a child|out of the question|in good order|imagin\w*"
    r"|in your mind|unlikely|improbable|safely"
    r"|(?:most|very|quite|more) likely (?:a |just |only |from )?(?:muscle|stress|wind|anxiety|nerves|age|strain"
    r"|nothing)"
    r"|(?:is|are) (?:very |quite |so |extremely |usually )*(?:safe|rare|welcome|good news)|good sign|good news"
    r"|welcome news"
    r"|(?:is|are) healing|sign of (?:healing|recovery)|(?:sleep|slept|shake|shaken|walk|walked) (?:it |them )?off"
    r"|^(?:please )?(?:drink|massage|stretch)\b|try again|soon (?:recover\w*|over|gone|better)"
    r"|belongs? to (?:growing|getting|being|life|age)|(?:everyone|everybody) has|treated with (?:tea|rest|water"
    r"|heat)|give it (?:a|some|time|another)"
    r"|do nothing|brings? (?:it )?down|^(?:you|it|they|yours|that|this) (?:do|does|is|are|have|has|was|were) not$"
    r"|behaves?|like clockwork|(?:bladder|bowels?|legs?) (?:still |all )?works?|as (?:all|most|many|other) \w+ do"
    r"|so (?:do|does) every\w*|(?:something|what|like|as) (?:everyone|everybody|most people|many people)"
    r"|(?:happens?|comes?) to (?:everyone|everybody|many|most|all|other)|one of those things"
    r"|harmless|trivial|unimportant|insignificant|mild|minor(?! (?:fall|injur|accident|knock|bump|blow|stumble))"
    r"|negligible|benign|optional|painless"
    r"|(?:can|may|could|might) (?:safely |easily |well |also |usually |often |just )*"
    r"(?:wait|be ignored|ignore|be left|leave it|stay|sleep|rest|expect|carry on|keep going|relax|continue|delay|skip"
    r"|put it off)"
    r"|wait(?:ing)? (?:at home|and see|until|till|for|it out|a|an|to see|if|some|with)|just wait|simply wait"
    r"|(?:stay|staying|remain|rest|resting|sit|lie|sleep) (?:at home|home|in bed|it out|it off|on it)"
    r"|go (?:back )?to bed|go home"
    r"|(?:safe|ok|okay|fine|enough|best|all right|alright) to (?:wait|ignore|stay|leave|sleep|rest|continue|carry"
    r"|delay|drive)"
    r"|ignore|ignored|disregard|forget about|shrug (?:it )?off|brush (?:it )?off"
    r"|can be managed at home|treat(?:ed)? (?:it )?(?:yourself )?at home|manage (?:it )?(?:yourself |at home)"
    r"|(?:usually|normally|often|always|mostly|generally|soon|will|simply|just) (?:pass|passes|settle|settles|go|goes"
    r"|heal|heals"
    r"|clear|clears|improve|improves|get better|gets better|be fine|be gone|ease|eases|resolve|resolves|stop|stops)\b"
    r"|(?:by itself|by themselves|on its own|on their own|of its own accord)"
    r"|(?:is|are|was|were|feels?|stays?|remains?|seems?|looks?|works?|keeps?|be)"
    r"(?: (?:quite|perfectly|completely|usually|still|all|both|just|only|very|entirely|probably|often|mostly|a))*"
    r" (?:normal|normally|common|fine|ok|okay|alright|all right|expected|nothing|well|intact|unchanged|unaffected"
    r"|healthy|strong"
    r"|steady|good|usual|temporary|imagined|imaginary|stable|steady|in order|comfortable|bearable)"
    r"|as usual|as normal|as ever|as always|(?<!eat )(?<!eating )normally|a normal|back to normal|perfectly"
    r"|well controlled|under control"
    r"|(?:full|good|complete|perfect|normal|usual|enough|total) (?:\w+ )?(?:control|feeling|sensation|strength"
    r"|power|movement)"
    r"|tomorrow|next (?:week|month|year|day|morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|appointment|visit|time)|(?:in|after|within) (?:a|two|three"
    r"|some) "
    r"(?:few )?(?:days?|weeks?|months?)|in (?:a few|some) (?:hours|days|weeks)|after the weekend|some other time"
    r"|another day"
    r"|when(?:ever)? (?:you have|you find|you get|it suits|convenient|you like|you can)|at your next|if you (?:like"
    r"|want|wish)"
    r"|at (?:your|a) (?:leisure|convenience)|unless|except|apart from|other than|rather than|instead of|only (?:if"
    r"|when|after|for)"
    r"|painkillers? (?:is|are|will)|take (?:a |some )?(?:painkillers?|paracetamol|ibuprofen|aspirin|rest|nap)"
    r"|plenty of rest"
    r"|keep calm and|calm down|reassur\w*|relax|old wives|myth|not a worry|overreact\w*|exaggerat\w*|in your head"
    r"|getting better|gets better|got better|improving|fading|easing off|wearing off|wears off|wore off|worn off"
    r"|settling down"
    r"|not today|low priority|last priority|a (?:doctor|visit|call) can wait"
    r")\b"
)
# Whole denials that take back.
_NO_NEED = re.compile(
    r"\b(?:"
    r"no (?:meaning|significance|relevance|consequence|bearing|need|reason|cause|hurry|rush|danger|risk|harm"
    r"|worry|concern|issue|importance|help|doctor|action|emergency"
    r"|call|ambulance"
    r"|alarm|panic|big deal"
    r"|urgency|point|use|treatment|care|attention|grounds|sense)\b"
    r"|not (?:serious|dangerous|urgent|an emergency|worrying|important|a worry|a problem|life threatening|harmful"
    r"|a sign|a cause"
    r"|a reason|a warning|alarming|critical|a big deal|matter|count|mean|need|have to|necessary|needed|required|worth"
    r"|bad|concerning)"
    r"|(?:is|are|was)nt (?:an? )?(?:issue|problem|worry|concern|danger|emergency|reason|sign|cause|big deal"
    r"|serious|dangerous"
    r"|urgent|worrying|important|bad|alarming)"
    r"|(?:need|needs|needed|neednt) (?:not|no)|neednt|never (?:mind|serious|dangerous|an emergency|anything|a reason"
    r"|need|a sign|urgent)"
    r"|nothing (?:serious|to worry|to fear|dangerous|urgent|unusual|bad|wrong|to be|to do|needs|new|special)"
    r"|hardly (?:ever|serious|dangerous|a reason|an emergency|worth|urgent|needs)|(?:rarely|never) means?"
    r"|rarely (?:serious|dangerous"
    r"|an emergency|needs|means)"
    r"|(?:not|never|dont|without|avoid|stop|refrain from)(?: \w+){0,2} (?:fret|dwell|worry|worrying|call|calling"
    r"|phone|phoning"
    r"|ring|ringing|dial|bother"
    r"|bothering|panic|fear|hurry|rush|be afraid|be alarmed|go to|seek|seeking|contact|contacting|ask|see a"
    r"|be concerned|tell|hesitate to wait)"
    r"|none of (?:these|this|the|them|your)|(?:no|not one|not any) (?:one )?of (?:these|the|this|those)"
    r"|worr(?:y|ies) (?:less|about nothing)|too (?:soon|early) to|no longer (?:needs?|counts?|matters?|a|an|serious"
    r"|urgent|there|present)"
    r")\b"
)
_DENIED_BEFORE = re.compile(
    rf"\b(?:(?:{_NOT_ABLE}|{_AUXILIARY}nt|not|no|never|nothing|without|even|nor|no longer|neither|instead of|hardly"
    r"|barely|stopped|cease[sd]?|rarely)(?: \w+){0,2}"
    r"|(?:than|from|unlike|differs?|when|lost|loss of|losing)(?: (?:the|your|all|any))?"
    r"|(?:if|whether) (?:it|they|this|that)) $"
)
_EVEN = re.compile(
    r"\beven(?: (?:if|when|they|these|this|you|a|an|it|is|are|the|in|only|though|very|with|small|slight|for|your"
    r"|after)){0,4} $"
)
_ABLE = re.compile(
    r"\b(?:you|they|who|and|still|he|she) (?:can|could|are able to|is able to|are still able to)"
    r" (?!not\b|no\b|only\b|hardly\b|barely\b|never\b|also\b|neither\b|see\b|hear\b)"
    r"(?:(?:still|easily|also|always|fully|well|both|clearly|move and|stop and|start and|stop or|start or|feel and"
    r"|feel or) )*"
    r"(?P<what>control|pee|poo|urinate|walk|move|breathe|swallow|speak|talk|stand|stop|start|sleep|lift|raise|hold"
    r"|feel|grip|empty|pass)\b"
    r"(?P<rest>.*)$"
)
_HAS_ENDED = re.compile(
    r"\b(?:has|have|had|is|are|been|it|then|since|now|all)?\s?(?:gone|settled|cleared|disappeared|vanished|healed"
    r"|subsided|eased|resolved|went away|"
    r"stopped by now|passed off|faded|is over|better now|over now|cured|recovered|long past)\b"
)

_BACK_AGAIN = re.compile(r"\b(?:came back|comes back|come back|returned|returns|again)\b")


def doubts(text: str, vocabulary: Collection[str] = ()) -> tuple[str, ...]:
    """The words of a point of a card by which it denies its sign or takes it back, folded; none in a plain warning.

    `vocabulary`: beginnings of words that stand for the signs the point names; denied, they turn it round as well.
    """
    found: list[str] = []
    for clause in _clauses(text):
        found += _denied(clause, vocabulary)
        found += _taken_back(clause)
        found += _able(clause)
        found += _ended(clause)
    return tuple(dict.fromkeys(found))


def taken_back(text: str) -> tuple[str, ...]:
    """The words of an instruction by which it takes a warning back: it says to wait, or not to call."""
    return tuple(dict.fromkeys(words for clause in _clauses(text) for words in _taken_back(clause)))


def sentences(text: str) -> list[str]:
    """The sentences and half-sentences of a text, each folded, placeholders as one word."""
    return [folded for part in _SENTENCE.split(_visible(text)) if (folded := _folded(part))]


def is_denied(clause: str, at: int) -> bool:
    """Whether what stands at this place of a folded clause is denied by a word shortly before it."""
    return bool(_DENIED_BEFORE.search(clause[:at]))


def _visible(text: str) -> str:
    """The beginning of the text without the signs that nobody sees."""
    return "".join(sign for sign in text[:LONGEST] if unicodedata.category(sign) != "Cf")


def _folded(text: str) -> str:
    return fold(text.replace("{", " ").replace("}", " ").replace("_", ""))


def _clauses(text: str) -> list[str]:
    return [folded for part in _PAUSE.split(_visible(text)) if (folded := _folded(part))]


def _denied(clause: str, vocabulary: Collection[str]) -> list[str]:
    """Denials whose first word of weight is a complaint."""
    harmless = [match.span() for match in _NO_DENIAL.finditer(clause)]
    found = []
    for denial in _DENIES.finditer(clause):
        if any(start <= denial.start() < end for start, end in harmless):
            continue
        if word := _complaint_after(clause[denial.end() :].split(), bool(denial["ability"]), vocabulary):
            found.append(
                f"{denial[0]} … {word}" if not clause[denial.end() :].startswith(f" {word}") else f"{denial[0]} {word}"
            )
    return found


def _complaint_after(words: list[str], is_ability: bool, vocabulary: Collection[str]) -> str:
    """The complaint that a denial before these words denies; empty if it denies an ability, or nothing of the kind."""
    for at, word in enumerate(words[:LOOKED_AHEAD]):
        following = words[at + 1] if at + 1 < len(words) else ""
        if is_ability and (word.startswith("feel") or word in ("notice", "tell")):
            return ""
        if word in _PERCEIVED and following in ("that", "when", "it", "if", "how"):
            return ""
        if (word == "feeling" and following == "of") or (word in _BEGUN and following in ("after", "with", "by", "in")):
            continue
        if _LITTLE.fullmatch(word):
            continue
        if _BODY.match(word):
            if is_ability:
                return ""
            continue
        if _ABILITY.match(word):
            return ""
        if _COMPLAINT.match(word) or any(len(one) > 2 and word.startswith(one) for one in vocabulary):
            return word
    return ""


def _taken_back(clause: str) -> list[str]:
    found = [match[0] for match in _NO_NEED.finditer(clause)]
    for match in _TAKES_BACK.finditer(clause):
        if not is_denied(clause, match.start()) and not _EVEN.search(clause[: match.start()]):
            found.append(match[0])
    return found


def _able(clause: str) -> list[str]:
    able = _ABLE.search(clause)
    if (
        able is None
        or _EVEN.search(clause[: able.start()])
        or (able["what"] == "feel" and _COMPLAINT.search(able["rest"]))
    ):
        return []
    return [clause[able.start() : able.end("what")]]


def _ended(clause: str) -> list[str]:
    """A complaint that is said to be over."""
    ended = _HAS_ENDED.search(clause)
    if ended is None or is_denied(clause, ended.start()) or _BACK_AGAIN.search(clause):
        return []
    weighty = [word for word in clause[: ended.start()].split() if _ABILITY.match(word) or _COMPLAINT.match(word)]
    return [ended[0].strip()] if weighty and not _ABILITY.match(weighty[-1]) else []
