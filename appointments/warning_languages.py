"""The words of warning_words.py in the other languages the pages can be in: Ukrainian, Spanish and Arabic, and in
German, Russian, French and Polish, in which people write to clinics, too. Pure.

The patterns are compared with folded text (portal.lib.text.fold): without accents and apostrophes, й as и, ї as і,
أ as ا. They are stems: what follows a stem in the same word does not matter.
"""

import re
from dataclasses import dataclass
from functools import cached_property


def _near(one: str, other: str) -> str:
    """Words that begin so, in either order, with three words between them at most."""
    gap = r"\w*(?: \w+){0,3} "
    return rf"(?:{one}){gap}(?:{other})|(?:{other}){gap}(?:{one})"


@dataclass(frozen=True)
class Language:
    """`signs`: of the emergency cards, taken back by `denials` right before them, with words of `between` between;
    `self_harm` is never taken back."""

    signs: tuple[str, ...]
    self_harm: tuple[str, ...]
    denials: str
    between: str

    def is_named_in(self, clause: str) -> bool:
        """Whether a folded clause, with a blank at its end, names a sign that it does not take back, or self-harm."""
        if self._self_harm.search(clause):
            return True
        return any(not self._taken_back.search(clause[: sign.start()]) for sign in self._signs.finditer(clause))

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(self.signs)})")

    @cached_property
    def _self_harm(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(self.self_harm)})")

    @cached_property
    def _taken_back(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self.denials})(?: (?:{self.between}))* $")


_SPANISH = Language(
    signs=(
        _near(
            r"entumec|adormec|hormigue|insensib|no siento|sin sensibilidad", r"genital|ingle|ano\b|nalga|entrepierna"
        ),
        _near(r"entumec|adormec|hormigue|no siento", r"vagina|pene|testicul|entre las piernas|ambas piernas"),
        _near(r"no puedo|no puede|incapaz|dificultad|cuesta|problema", r"orinar|mear|hacer pis|pipi\b|defecar"),
        _near(
            r"no controlo|sin control|perd\w+ (?:el |de |del )?control|no puedo controlar",
            r"orina|vejiga|esfinter|heces|pis\b|caca",
        ),
        r"incontinencia|me (?:orino|meo) encima|me he (?:orinado|meado)",
        _near(r"dolor|duele|opresion|presion|pinchazo", r"pecho|torax|corazon"),
        _near(r"no puedo|no puede|cuesta|dificultad|falta|sin|me ahogo", r"respirar|aliento|aire\b"),
        r"me ahogo|asfixi|infarto|derrame cerebral|ictus|convulsion(?:es|a)|desmay|inconscien"
        r"|perd\w+ el conocimiento|paraliz|paralisis",
        _near(r"debil|dolor|no puedo mover|no me responden", r"ambas piernas|las dos piernas"),
        _near(r"vomit|tos|toser|escup|orin|heces|caca", r"sangre"),
        _near(r"hincha", r"labio|lengua|cara\b|garganta"),
        r"accidente de (?:coche|trafico|auto)|peor dolor de cabeza",
    ),
    self_harm=(
        r"suicida[rd]|suicidas?\b|suicidi|quit\w+ la vida|matarme|quiero morir|ganas de (?:morir|vivir)"
        r"|no quiero (?:vivir|seguir viviendo|estar vivo|estar viva)",
        r"hacerme dano|autolesi|cortarme|acabar con (?:todo|mi vida)|mejor muert|sobredosis|no vale la pena vivir",
    ),
    denials="no|sin|nunca|ni|niego|ningun|ninguna|tampoco",
    between="tengo|tiene|hay|he|ha|tenido|habido|siento|ningun|ninguna|me|el|la|un|una|de|ni|ha dado|se",
)
_CYRILLIC_DENIALS = r"не|немає|нема|нет|без|ні|ни|ніколи|никогда|жодн\w+|відсутн\w+"  # who writes one reads the other

_UKRAINIAN = Language(
    signs=(
        _near(
            r"онім|затерп|не відчува|втрат\w+ чутлив|поколю",
            r"статев|геніта|пах|промежин|сідниц|між ног"
            r"|обох ног|анус",
        ),
        _near(
            r"не мож|важко|не вда|труднощ|проблем", r"пописа|помочит|сечовипуск|сечу|пісят|сходити в туалет|випорожн"
        ),
        _near(
            r"не контрол|втрат\w+ контрол|не мож\w+ контрол|нетриман|не тримаю",
            r"сеч|кал|випорожн|кишечник"
            r"|міхур",
        ),
        _near(r"біл|бол|стиск|тисн|печ", r"груд|серц"),
        _near(r"не мож|важко|тяжко|труднощ|не вистача|бракує", r"дих|повітр"),
        r"задих|задуш|задишк|інфаркт|інсульт|судом|непритомн|знепритомн|втрат\w+ свідом|параліч|паралізо",
        _near(r"слаб|онім|бол|віднял|не рухаю", r"обох ног|обидв\w+ ног|в ногах"),
        _near(r"блю|кашля|сеч|кал|випорожн|плю", r"кров"),
        _near(r"набряк|опух", r"губ|язик|облич|горл"),
        r"аварі|дтп\b|найсильніший головн",
    ),
    self_harm=(
        r"суїцид|самогуб|вбити себе|вбю себе|накласти на себе|хочу (?:вмерти|померти)|не хочу (?:більше )?жити"
        r"|скоїти",
        r"нема\w* сенсу жити|покінчити (?:з собою|з життям|з усім)|завдати собі|ріжу себе|порізати себе"
        r"|передозу|краще (?:вмерти|померти)",
    ),
    denials=_CYRILLIC_DENIALS,
    between=r"маю|має|було|був|була|відчуваю|ніяк\w+|жодн\w+|в|у|мене|мені|є|сильн\w+",
)
_ARABIC = Language(
    signs=(
        _near(
            r"ب?(?:ال)?(?:خدر|تنميل|خدران)|لا اشعر|فقد\w* الاحساس",
            r"\w*(?:تناسل|عان[هة]|شرج|مؤخر|موخر|فخذ|بين ساقي|بين رجلي|ساقي|الساقين|الرجلين)",
        ),
        _near(r"لا (?:استطيع|اقدر|يستطيع|تستطيع|يمكنني)|صعوب|عاجز|مشكل", r"\w*(?:تبول|بول|تبرز|براز|اتبول)"),
        _near(r"(?:فقد\w*|بدون|لا اتحكم|عدم) ?\w*(?:سيطر|تحكم)?|سلس", r"\w*(?:بول|براز|مثان)"),
        _near(r"(?:ال|ب)?(?:الم|وجع|ضغط|ضيق|اوجاع|الام)\b|يؤلمني|يولمني|يوجعني", r"\w*(?:صدر|قلب)"),
        _near(r"لا (?:استطيع|اقدر|يستطيع|تستطيع|يمكنني)|صعوب|ضيق|قصر|انقطاع", r"\w*(?:تنفس|نفس\b|اتنفس)"),
        r"\w*(?:اختن|جلط[هة]|سكت[هة]|نوب[هة] قلبي|تشنج|اغماء|اغمي|فقد\w* الوعي|شلل|مشلول)",
        _near(r"ضعف|خدر|تنميل|الم", r"(?:كلتا |في )?(?:الساقين|الرجلين|كلتا)"),
        _near(r"(?:ال)?(?:تقيؤ|قيء|تقيو|سعال|بول|براز)|اتقي|اسعل", r"\w*دم\b"),
        _near(r"تورم|انتفاخ", r"\w*(?:شف|لسان|وجه|حلق)"),
        r"حادث سيار",
    ),
    self_harm=(
        r"\w*انتحار|انتحر|اقتل نفسي|قتل نفسي|اريد ان اموت|اريد الموت|ابي اموت|اتمنى الموت|لا اريد ان اعيش"
        r"|لا اريد العيش",
        r"ايذاء نفسي|اوذي نفسي|اؤذي نفسي|انهي حياتي|انهاء حياتي|اجرح نفسي|جرع[هة] زائد",
    ),
    denials="لا|ليس|بدون|بلا|لم|ما|دون|غير",
    between="يوجد|توجد|لدي|عندي|هناك|اعاني|من|اشعر|اي|يكن|احس|في|ب",
)
_GERMAN = Language(
    signs=(
        _near(
            r"taub|kribbel|kein gefuhl|gefuhllos|spure nicht|pelzig",
            r"genital|scham|schritt|po\b|gesa|after|zwischen den beinen|beide\w* beine|intim",
        ),
        _near(
            r"nicht|kann kein|schwierigkeit|probleme|schwer",
            r"wasser lassen|wasserlassen|pinkeln|urinier|harn|stuhl halten",
        ),
        r"harnverhalt|inkontinen|einnass|eingenass|einkot|kontrolle uber (?:\w+ )?(?:blase|darm|stuhl)|blase nicht",
        r"brustschmerz|brustenge|herzschmerz|atemnot|luftnot|herzinfarkt|schlaganfall|krampfanfall|ohnmacht"
        r"|bewusstlos|gelahmt|lahmung",
        _near(r"schmerz|druck|enge|stech|brenn", r"brust|herz"),
        _near(r"keine|kaum|schlecht|schwer|nicht", r"luft|atmen"),
        _near(r"schwach|schwach\w*|taub|schmerz", r"beide\w* beine?"),
        r"blut im (?:urin|stuhl)|erbrech\w* blut|blut (?:erbroch|gehust|gespuckt)|autounfall|erstick",
    ),
    self_harm=(
        r"suizid|selbstmord|umbringen|will (?:nur noch )?sterben|sterben (?:will|mochte)|nicht mehr leben"
        r"|mochte sterben|selbst verletz",
        r"ritze mich|mich ritzen|leben nehmen|leben beenden|lieber tot|uberdosis|keinen sinn mehr",
    ),
    denials="kein|keine|keinen|keiner|keinerlei|ohne|nie|nicht|weder|noch",
    between="habe|hat|hatte|irgendwelche|starke|an|von|eine?n?|die|den",
)
_RUSSIAN = Language(
    signs=(
        _near(
            r"онем|немеет|не чувству|потер\w+ чувств|покалыв",
            r"полов|генита|пах|промежн|ягодиц|между ног|обеих ног|обе ноги|анус",
        ),
        _near(r"не мог|трудно|тяжело|не получа|проблем", r"пописать|помочит|мочеисп|мочу|сходить в туалет"),
        r"недержан|не контролир\w+ (?:\w+ )?(?:моч|кал|стул)|задержк\w* мочи",
        _near(r"бол|сдавл|давит|жжен|жжет", r"груд|сердц"),
        _near(r"не мог|трудно|тяжело|не хвата|затрудн", r"дыш|дыха|воздух"),
        r"задых|удуш|одышк|инфаркт|инсульт|судорог\w* с потер|припад|потер\w+ созн|обморок|паралич|парализ"
        r"|отнялись ноги|отнимаются ноги",
        _near(r"слаб|онем|бол", r"обеих ног|обе ноги|в ногах"),
        _near(r"рвот|кашл|моч|стул|кал|рвет", r"кров"),
        r"авари|дтп\b",
    ),
    self_harm=(
        r"суицид|самоуби|убить себя|убью себя|хочу умереть|не хочу (?:больше )?жить|покончить (?:с собой"
        r"|с жизнью|со всем)|незачем жить",
        r"нет смысла жить|навредить себе|режу себя|порезать себя|передоз|лучше умереть|наложить на себя",
    ),
    denials=_CYRILLIC_DENIALS,
    between=r"было|имею|чувствую|никак\w+|у|меня|сильн\w+|в|есть",
)
_FRENCH = Language(
    signs=(
        _near(
            r"engourd|insensib|ne sens plus|fourmill|picote",
            r"genita|entrejambe|fesse|anus|entre les jambes|deux jambes|perine|penis|vagin",
        ),
        _near(
            r"peux pas|peux plus|n?arrive (?:pas|plus)|difficult|mal a|impossible",
            r"uriner|faire pipi|respirer|retenir|contenir",
        ),
        r"retention d ?urine|perte de controle",
        _near(r"mal\b|douleur|serre|oppress|pression", r"poitrine|thora|coeur"),
        r"etouff|suffoqu|essouffl|infarctus|crise cardiaque|\bavc\b|evanoui|perte de connaissance"
        r"|perdu connaissance|paralyse\b|paralysie|paralyses\b",
        _near(r"faibl|engourd|douleur|mal", r"deux jambes|les jambes"),
        _near(r"vomi|crach|touss|urine|selle", r"sang\b"),
    ),
    self_harm=(
        r"suicider|suicidaire|me tuer|veux mourir|envie de mourir|ne veux plus (?:vivre|etre)"
        r"|plus envie de vivre|mettre fin a|en finir|me faire du mal",
        r"scarifi|automutil|mieux mort|surdose",
    ),
    denials="pas|sans|aucune?|ni|jamais|non",
    between="de|d|eu|la|le|une?|a",
)
_POLISH = Language(
    signs=(
        _near(
            r"dretw|zdretw|bez czucia|nie czuje|mrowi",
            r"krocz|genital|posladk|pachw|miedzy nogami|obu nog|obie nogi|odbyt|intym",
        ),
        _near(r"nie moge|trudno|problem|nie moze", r"oddac moczu|siusia|sikac|wysika|oddych"),
        r"nietrzyman|zatrzymanie moczu|dusze sie|dusznos|brak tchu|zawal|udar|drgaw|zemdl|utrat\w+ przytomn"
        r"|stracil\w* przytomn|paraliz",
        _near(r"bol|ucisk|klu|pali|scisk", r"klatce|klatki|klatka|piersi|serc"),
        _near(r"slab|dretw|bol", r"obu nog|obie nogi|obu nogach"),
        _near(r"wymiot|kasz|mocz|stol", r"krew|krwi"),
    ),
    self_harm=(
        r"samoboj|zabic sie|zabije sie|chce umrzec|nie chce (?:juz )?zyc|skonczyc ze soba|odebrac sobie|okalecz"
        r"|tne sie|przedawkow",
    ),
    denials=r"nie|bez|brak|nigdy|ani|zadn\w+",
    between=r"mam|ma|bylo|mialam|mialem|zadn\w+|w|silnego",
)

LANGUAGES = (_SPANISH, _UKRAINIAN, _ARABIC, _GERMAN, _RUSSIAN, _FRENCH, _POLISH)
