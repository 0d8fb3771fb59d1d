"""What patients write of warning signs is seen, however they put it; what they say they do not have is not."""

import pytest

from appointments.warning_words import names_something_serious

SERIOUS = """
can no longer control my pee|I can't control my poo|lost control of my bladder|my bowels, no control of bowels
trouble peeing
unable to urinate since Monday|I cannot pass water|I leak pee when I cough|I wet myself twice|he is incontinent now
can't feel my genitals
numbness between my legs|numb between the legs|my inner thighs tingle|pins and needles around my bottom
my buttocks feel numb
no feeling in my private parts|I have lost all feeling in my groin|no erection since the fall|problems weeing
trouble breathing|hard to breathe|short of breath|shortness of breath on the stairs|I can hardly breathe
she is breathless|wheezing at night
chest pains|pain in my chest|my chest feels tight|tightness in the chest|CHEST HURTS|pressure on my chest
my heart hurts|heart attack?
trouble swallowing|my tongue is swollen|he passed out|I fainted|had a seizure|two strokes|my face droops
slurred speech|trouble speaking
both legs are weak|weakness in both my legs|numb in both legs|suddenly my arm is weak|sudden weakness
I cannot stand up|can't walk
sciatica on both sides|the worst headache of my life|vomiting blood|I coughed up blood|blood in my pee|my pee is dark
black stools
I want to die|I don't want to live any more|thinking of ending my life|I will kill myself|harming myself|suicidal
took an overdose
I wish I was dead|I can't go on|better off dead|going to hurt myself|no fever, chest pain
no chest pain but numb between my legs
No. Chest pain!|no, I have chest pains|not only chest pain|no longer any fever; trouble breathing
I do not want to die but cannot go on
I keep peeing my pants|I wet the bed again|haven't peed since yesterday|I have not been able to pass urine for hours
urinary retention|no bladder control|no longer in control of my bowels|my bladder doesn't work any more|urine leaks
my balls are numb|lost all sensation around my anus|I don't have any feeling in my groin|erectile dysfunction
I do not feel anything down there|numb legs|my legs gave way|can't move my legs|legs don't work|one side is weak
breathing difficulties|breathing issues|issues with peeing|can't go to the toilet to pee|gasping for air|no air
discomfort in my chest|a weight on my chest|throat closing up
thunderclap headache|can't get my words out|fever and a stiff neck|I fell down the stairs|hit by a car
I'd rather be dead|I hurt myself on purpose|I self-harmed|took too many tablets|I swallowed bleach
want to kill my self
life isn't worth living|no point in living|everyone would be better off without me|thinking of jumping off a bridge
thinking of ending it|I was cutting my arms|I just want to never wake up|I don’t want to: live|kms
no chest pain at rest|I never had chest pain like this|no chest pain until today|no fever and chest pain
when I wipe I can't feel anything|I don't notice when my bladder is full|nothing comes out when I try to pee|blue lips
poo comes out without me noticing|sudden tearing pain in my back|cold, clammy skin|my breathing is getting worse
I want to stop existing
what's the point of living|can't see the point any more|I do not have chest pain and cannot breathe
not a day without chest pain|no pain, just a tight chest
"""
OTHER_LANGUAGES = """
Me duele el pecho|No puedo respirar|No puedo orinar|No siento los genitales|no quiero vivir|quiero morirme
sin fiebre pero con dolor de pecho|no puedo dormir por el dolor de pecho|me he orinado encima|pensamientos suicidas
Біль у грудях|не можу дихати|оніміння між ногами|я не хочу жити|не тримаю сечу|слабкість в обох ногах|кашляю кров'ю
ألم في الصدر|لا أستطيع التنفس|ضيق في التنفس|أريد أن أموت|صعوبة في التبول|خدر بين الساقين|لا أريد أن أعيش
Brustschmerzen|Ich bekomme keine Luft|Taubheit zwischen den Beinen|Ich will sterben|Kann kein Wasser lassen
не могу дышать|онемение в промежности|хочу умереть|mal à la poitrine|je n'arrive plus à respirer|je veux mourir
nie mogę oddychać|chcę umrzeć|ból w klatce piersiowej
"""
CALM = """
no chest pain|No chest pains at all|I have no chest pain|I don't have chest pain|never had a stroke
without shortness of breath
no trouble breathing|no problems peeing|no numbness between my legs|not suicidal|no chest pain or trouble breathing
no history of seizures
no signs of a stroke|cramps since Sunday|sore knee after running|I cannot come this week|hard weekend
my chest of drawers fell over
pain in the lower back|stroked a cat|backstroke hurts|a letter from Dr Weeks|please call me, I am often out
numb fingers at night
breathtaking view|I hurt my back lifting|pain in my bottom rib|bottom line: knee pain|trouble sleeping
it is hard to work|weekly physiotherapy
no loss of control of my bladder|I have not had an overdose|has not fainted|did not pass out
Tuesday fits me|no longer any chest pain|no falls or car accidents|no leg weakness|the pain is killing me
No tengo dolor de pecho|sin dolor en el pecho|dolor de espalda|немає болю в грудях|біль у спині|لا يوجد ألم في الصدر
ألم في الظهر|keine Brustschmerzen|Rückenschmerzen seit drei Wochen|нет боли в груди|pas de douleur dans la poitrine
"""


def lines(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split("|") if phrase]


@pytest.mark.parametrize("reason", lines(SERIOUS + OTHER_LANGUAGES))
def test_a_warning_is_seen(reason):
    assert names_something_serious(reason)
    assert names_something_serious(f"Hello,\nmy back hurts since May. {reason.upper()} Thank you")


@pytest.mark.parametrize("reason", lines(CALM))
def test_no_warning_is_seen_where_there_is_none(reason):
    assert not names_something_serious(reason)


def test_the_longest_reason_of_the_worst_kind_is_read_in_few_steps():
    for worst in ("cannot " * 72, "no " * 166, "numb " * 100, "pain a a a " * 45, "chest a a " * 50):
        assert not names_something_serious(worst[:500])
