"""Which kind of section a heading announces: one table of words, compared in folded form."""

import re

from portal.lib.text import fold
from topics.kinds import SectionKind

# The words that tell the kind. Of several found in a heading, the one that stands first counts; of two that begin at
# the same place, the longer one. "Complications of treatment" is about complications, "treatment of X" about treatment.
WORDS = {
    SectionKind.OVERVIEW: "about, overview, what is, what are, what it is, introduction, general information, in short"
    ", definition, description, symptoms, signs, signs and symptoms, how it feels, background, summary",
    SectionKind.POSSIBLE_CONDITIONS: "disease, diseases, conditions, possible conditions, illnesses, disorders"
    ", what it may be, what it could be, what it may come from, conditions treated, conditions we treat",
    SectionKind.DIAGNOSIS: "diagnosis, diagnoses, diagnosing, diagnostics, diagnosed, tests, examination, examinations"
    ", investigations, how is it found, how it is found, how doctors find out",
    SectionKind.WHO_TO_SEE: "which doctor, which doctors, what doctor, which specialist, which specialists"
    ", what specialist, who to see, whom to see, who to consult, whom to consult, who can help, doctors to consult"
    ", specialists, when to see a doctor, when to see a specialist",
    SectionKind.TYPES: "types, type, kinds, forms, varieties, classification",
    SectionKind.CAUSES: "causes, cause, what causes, caused, why, reasons, triggers, risk factors, origins, etiology"
    ", aetiology",
    SectionKind.RELATED: "related, associated, accompanying, often seen with, connected conditions",
    SectionKind.EXPERT_OPINION: "expert, experts, an expert, opinion, doctors opinion, specialists opinion"
    ", what doctors say",
    SectionKind.TREATMENT: "treatment, treatments, treating, treated, therapy, therapies, medication, medicines"
    ", surgery, what helps",
    SectionKind.COMPLICATIONS: "complications, consequences, risks, what may go wrong, if left untreated",
    SectionKind.SELF_CARE: "self care, selfcare, self help, at home, home remedies, first aid, helping yourself"
    ", what you can do, what can i do, what you can do yourself, living with",
    SectionKind.PREVENTION: "prevention, prevent, preventing, how to prevent, prophylaxis, how to avoid",
    SectionKind.RED_FLAGS: "red flags, warning signs, danger signs, alarm signs, emergency, when to call, when to hurry"
    ", get help, when to get help, when to seek help, when to get medical help, urgent",
    SectionKind.PROCEDURE: "procedure, what happens, how it works, how is it done, how it is done"
    ", how the test is done",
    SectionKind.PREPARATION: "preparation, preparing, how to prepare, before the test, before the examination",
    SectionKind.RESULTS: "results, your results, findings, what the results mean",
    SectionKind.AFTER_CARE: "aftercare, after care, afterwards, after the test, after the procedure, recovery",
    SectionKind.WHAT_THEY_DO: "what they do, what does, what do they do, what the specialist does",
    SectionKind.BEFORE_VISIT: "before your visit, before the visit, before your appointment, what to bring",
}
# The same in other languages: German, Ukrainian, Russian.
WORDS_ELSEWHERE = {
    SectionKind.OVERVIEW: "überblick, was ist, was sind, einleitung, symptome, anzeichen, beschwerden, allgemeines"
    ", огляд, що це, загальна інформація, симптоми, симптом, ознаки, визначення, опис"
    ", обзор, что это, общая информация, симптомы, признаки, определение, описание",
    SectionKind.POSSIBLE_CONDITIONS: "krankheiten, erkrankungen, mögliche krankheiten"
    ", захворювання, хвороби, можливі захворювання, заболевания, болезни, возможные заболевания",
    SectionKind.DIAGNOSIS: "diagnose, diagnostik, untersuchung, untersuchungen, діагностика, діагноз"
    ", обстеження, аналізи"
    ", диагностика, диагноз, обследование, анализы",
    SectionKind.WHO_TO_SEE: "welcher arzt, welchen arzt, welche ärzte, wann zum arzt, fachärzte, an wen wenden"
    ", якого лікаря, який лікар, до кого звернутися, до кого звертатися, коли звертатися до лікаря"
    ", какому врачу, какой врач, к кому обратиться, когда обратиться к врачу",
    SectionKind.TYPES: "arten, formen, einteilung, види, типи, форми, класифікація, виды, типы, формы, классификация",
    SectionKind.CAUSES: "ursachen, ursache, auslöser, risikofaktoren, entstehung, причини, причина, чому"
    ", фактори ризику"
    ", причины, почему, факторы риска",
    SectionKind.RELATED: "verwandte, begleiterkrankungen, супутні, пов'язані, сопутствующие, связанные",
    SectionKind.EXPERT_OPINION: "experten, expertenmeinung, думка експерта, думка лікаря, мнение эксперта"
    ", мнение врача",
    SectionKind.TREATMENT: "behandlung, behandeln, therapie, medikamente, was hilft, лікування, терапія, ліки"
    ", що допомагає"
    ", лечение, лекарства, что помогает",
    SectionKind.COMPLICATIONS: "komplikationen, folgen, risiken, ускладнення, наслідки, осложнения, последствия",
    SectionKind.SELF_CARE: "selbsthilfe, hausmittel, zu hause, erste hilfe, was sie selbst tun können"
    ", самодопомога, вдома, перша допомога, самопомощь, дома, первая помощь",
    SectionKind.PREVENTION: "vorbeugung, vorbeugen, prävention, профілактика, запобігання, як запобігти, профилактика",
    SectionKind.RED_FLAGS: "warnzeichen, alarmzeichen, notfall, тривожні ознаки, тривожні симптоми"
    ", невідкладна допомога"
    ", тревожные признаки, тревожные симптомы, неотложная помощь",
    SectionKind.PROCEDURE: "ablauf, durchführung, процедура, як проходить, как проходит",
    SectionKind.PREPARATION: "vorbereitung, підготовка, подготовка",
    SectionKind.RESULTS: "ergebnisse, befund, befunde, результати, результаты",
    SectionKind.AFTER_CARE: "nachsorge, nach der untersuchung, після процедури, після обстеження, после процедуры",
    SectionKind.WHAT_THEY_DO: "was macht, aufgaben, що лікує, чим займається, что лечит, чем занимается",
    SectionKind.BEFORE_VISIT: "vor dem termin, was mitbringen, перед візитом, що взяти з собою, перед визитом"
    ", перед приёмом",
}
_KINDS = {
    fold(words): kind
    for listed_of in (WORDS_ELSEWHERE, WORDS)
    for kind, listed in listed_of.items()
    for words in listed.split(",")
}
_ANY = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True)) + r")\b")
_OPENING = re.compile(r"(?:(?:the|common|main|possible|most|typical|frequent|general|your|how|is|are|to) )*")


def kind_of(heading: str, *names: str) -> SectionKind | None:
    """The kind that the heading announces; None if no word of it is known.

    `names`: what the article is called. They are taken out first: "Treatment-resistant cough: causes" is about causes.
    """
    found = _ANY.search(_without(names, heading))
    return SectionKind(_KINDS[found[0]]) if found else None


def sounds_like_a_heading(text: str, *names: str) -> bool:
    """Whether the line begins with words that headings begin with: stronger than that some such word is in it."""
    folded = _without(names, text)
    return bool(_ANY.match(folded, _OPENING.match(folded).end()) or _ANY.match(folded))


def _without(names: tuple[str, ...], heading: str) -> str:
    folded = fold(heading)
    for name in filter(None, map(fold, names)):
        without = " ".join(re.sub(rf"\b{re.escape(name)}\b", " ", folded).split())
        folded = without or folded  # a heading that is nothing but the name stays as it is
    return folded
