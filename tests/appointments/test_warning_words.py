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
"""


def lines(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("reason", lines(SERIOUS))
def test_a_warning_is_seen(reason):
    assert names_something_serious(reason)
    assert names_something_serious(f"Hello,\nmy back hurts since May. {reason.upper()} Thank you")


@pytest.mark.parametrize("reason", lines(CALM))
def test_no_warning_is_seen_where_there_is_none(reason):
    assert not names_something_serious(reason)


def test_the_longest_reason_of_the_worst_kind_is_read_in_few_steps():
    for worst in ("cannot " * 72, "no " * 166, "numb " * 100, "pain a a a " * 45, "chest a a " * 50):
        assert not names_something_serious(worst[:500])
