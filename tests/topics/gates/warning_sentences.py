"""Two hundred points of care cards: a hundred that warn of a sign, and a hundred that turn the warning round."""

WARN = """
numbness between your legs or around your back passage
pins and needles in your bottom or inner thighs
no feeling in your genitals
you cannot feel it when you wipe yourself
you can no longer feel your bladder filling
your bottom feels numb, as if you sat on a saddle
a changed feeling around your genitals
you do not notice when you need to pee
you cannot pee, or only a few drops come
you leak pee without noticing
you are not able to hold your pee
trouble starting to pee, or it will not stop
no control over your bladder or bowels
you lost control of your bowels
you cannot stop yourself from pooing
you have not been able to pee since this morning
poo comes without warning
no erection, or no feeling when you have sex
you cannot ejaculate any more
sex has suddenly become impossible
both legs feel weak or heavy
you cannot stand on your toes
your legs give way without warning
a leg that you cannot lift
you have no strength in one foot
your foot drags and you cannot raise it
you cannot walk without help
you can only walk a few steps
you can hardly move your legs
numbness that climbs up both legs
a fall from a ladder or a car crash
it began after a hard knock, even a small one if you are over 65
your back hurts after an accident and you cannot move
severe pain that came on suddenly
tearing pain in your tummy or back
chest pain, or pain in your jaw or arm
a tight chest that does not ease
you are short of breath, even when you rest
you cannot get your breath
it is hard to breathe
you cannot speak in whole sentences
your lips turn blue, grey or pale
you faint, or feel as if you will
cold, clammy skin and a fast heartbeat
someone who does not wake up or respond
you are confused, or not making sense
so drowsy that you cannot be woken
a high temperature and you feel very unwell
a fever that does not come down
shivering that you cannot stop
skin that looks blotchy and does not fade when you press it
a stiff neck, and light hurts your eyes
a rash that does not fade under a glass
you have not peed for a day
a very fast heartbeat that does not settle
a fit that does not stop, or a first one
a sudden headache, worse than any you have had before
a face that droops on one side
slurred speech, or you cannot find words
you suddenly cannot see with one eye
vomiting that will not stop
you cannot keep fluids down
you vomit blood, or your poo is black and sticky
bleeding that you cannot stop
your tummy is hard and does not move when you breathe
you cannot poo or fart
a lump in your back that was not there before
your back has changed its shape
weight loss without a reason you know of
you lose weight without trying to
you have lost your appetite and feel tired all the time
pain that does not get better when you lie down
pain that wakes you and does not let you sleep
pain at night that no position eases
the pain is not getting better after a few days of rest
the pain gets worse, not better
pain that painkillers do not help
pain that is worse when you cough, sneeze or strain
a band of pain round your chest
pain between your shoulder blades that does not go away
you have cancer, or have ever had it
you had tuberculosis at any time
a weak immune system, for example from medicine
you inject drugs
you take steroids, or have weak bones
you are pregnant
cramps after heavy sweating or diarrhoea
you take water tablets and your muscles are weak
a wound that leaks or smells
a joint that is hot, red and swollen
you cannot put weight on your leg
you cannot move your neck
your hands have become clumsy
you have become unsteady on your feet
weakness that stays between the cramps
numbness that does not go when you change position
dark pee, like cola
your mouth will not open, or you cannot swallow
you think about harming yourself, or cannot go on
you feel that something is badly wrong
"""

TURN_ROUND = """
no numbness around your genitals
you have no numbness between your legs
numbness around your genitals is harmless
numbness in your hands; your genitals are fine
never any numbness in your bottom
without numbness or tingling
the numbness has gone
numbness that has settled since
mild numbness that you can ignore
you do not feel numb around your bottom
neither numbness nor tingling between your legs
your bottom is not numb
no tingling, numbness or changed feeling
numbness anywhere except around your genitals
never loss of control of your bladder or bowels
you have not lost control of your bladder
no trouble peeing
you have no problems when you pee
no bladder or bowel problems
you can pee normally
you can stop and start peeing as usual
you can still feel your bladder filling
you can control your pee and poo
your bladder works normally
full control over your bowels
trouble peeing, which is normal at your age
leaking pee, which usually passes by itself
you leak pee, but this can wait until your next appointment
no problems with sex
new problems with sex that do not matter
your erection is fine
no weakness in your legs
both legs are strong
weak legs are common and nothing to worry about
your legs are not weak
you have no pain in both legs
weakness in both legs that is getting better
you can walk without pain
no accident before the pain began
it did not start after a fall
you have had no serious accident
no chest pain
chest pain can wait until tomorrow
chest pain, which is usually harmless
you have chest pain; rest at home
chest pain is not serious
chest pain unless it lasts more than an hour
chest pain only if it lasts a week
do not worry about chest pain
you do not have pain in your chest
chest pain is nothing to worry about
you need no help if you have chest pain
there is no need to call for chest pain
sudden severe pain without dizziness or clammy skin
the pain is not severe
no sudden pain
no dizziness and no fast heartbeat
dizziness that will pass
you can wait at home with a high temperature
no high temperature
a normal temperature
you have no fever
fever is good for you: stay in bed
a high temperature, and you feel well
a high temperature usually goes away by itself
you do not have a high temperature
a high temperature but you feel fine
fever is no reason to call
ignore a high temperature
a temperature is not a sign of illness
you are not confused or drowsy
you are not short of breath
no trouble breathing
you can breathe normally
no signs of sepsis
you have not lost weight
no weight loss
your weight is as usual
losing weight is healthy
no lump or swelling in your back
a lump that is harmless
your back has not changed its shape and there is no swelling
the pain is not worse at night
the pain is no worse when you lie down
pain that does not get worse when you cough
pain at night is normal
no pain between the shoulder blades
the pain does not spread to your chest
you have never had cancer
no cancer, now or before
you do not have cancer
you have never injected drugs
no infection or tuberculosis
your immune system is healthy
you do not take steroids
you have no weak bones
you are not pregnant
you have not lost fluid
no unsteady walking
these signs are nothing serious: take a painkiller
"""

# What was taken for the other at first.
ALSO_WARN = """
you keep losing weight though you eat normally
the pain came back after it had gone
a bad car accident, even if you can still walk
your baby does not drink and has no wet nappy
you do not notice that your bladder is full
the weakness gets steadily worse
you cannot feel as well as before
you have numbness between your legs
you cannot tell when your bladder is full
you wet yourself without noticing
your foot drops when you walk
the pain woke you and will not ease whatever you do
you have a temperature and feel shaky or shivery
you have lost weight without trying
you've had cancer in the past
both legs are getting weaker
you're struggling to pee, or there's no urge to go
you no longer feel the toilet paper when you wipe
you find it hard to breathe, even when resting
a baby is floppy, or does not wake for a feed
a rash does not fade when you press a glass on it
you are pregnant and your baby moves less than usual
you cough up blood, even a little
your speech is slurred or you cannot find words
one side of your face droops
you collapsed, even if you feel fine now
your neck is so stiff that your chin will not touch your chest
sudden sight loss, even if it came back
you fell from a height
your hands have become clumsy: buttons are hard to do up
you have pain in your chest that spreads to your arm or jaw
you take steroids or have weak bones and had a minor fall
a child who is not drinking
you think about ending your life
you cannot stop vomiting
the leg is swollen, warm and painful on one side only
you have not passed urine for eight hours
your skin turns blue or grey
your legs give way under you
an erection that will not go down
you have lost feeling during sex
someone who cannot be woken
your heart races and does not slow down
you have severe pain that started after an accident
you have night sweats that soak the bed
sudden back pain that feels as if something tears
you are so dizzy that you cannot stand
you woke up unable to feel your feet
your feet slap on the floor and you trip
you feel drunk and cannot walk in a line
sudden confusion or you do not know where you are
a headache that is the worst of your life
you vomit everything you drink
you drink more and more and still feel thirsty
you have burning when you pee and a fever
your tummy is hard as a board
black or tarry poo
pain so bad that no painkiller helps
you had an operation on your back in the last month and feel hot
a new lump in your back that grows
you inject drugs and have a fever
a wound that is not healing
you feel safe nowhere and want to hurt yourself
you dream of ending your life
you can't get up from a chair without using your arms
you have gone pale and sweat
you do not wee for a whole day
swelling in the calf after a long flight
your heart skips and you feel faint
your baby is limp
you take blood thinners and hit your head
your hands shake and you cannot write
the pain shoots below the knee when you cough
both hands tingle all the time
you drop things without meaning to
your voice has become hoarse and you cannot swallow
you see double
"""

ALSO_TURN_ROUND = """
chest tightness that you have every day and can live with
you breathe easily
breathlessness is just anxiety
dizzy spells that pass after a minute
fever: wait three days
your weight is stable
pain that lets you sleep
pain which goes away when you rest
nobody in your family had cancer and you have not either
cancer has been ruled out
an accident that left you unhurt
no change of feeling around your genitals
you pee as often as you always did
you hold your pee without effort
erections as before
strong legs
legs that tire but are otherwise healthy
chest pain you already know
your breathing is calm and regular
your temperature has come down
your weight has not changed and you eat well
the pain eases as soon as you lie down
night pain is part of growing older
sneezing makes no difference
you walk steadily
feeling is the same on both sides
weakness only in your little finger, of no importance
no knock, fall or crash
chest pain from coughing clears up
you sleep through the night
cancer can be excluded
fluids are no issue
there is zero numbness between your legs
numbness between your legs that your doctor knows about is okay
your bladder and bowels behave
apart from a little leakage you are well
the numbness is something everyone has
weakness in both legs is to be expected at your age
do not be alarmed by a foot that drops
a stroke is very unlikely when your face droops
loss of bladder control happens to many people and passes
you can pee as you always did
you have chest pain, which is most likely muscle pain
chest pain is hardly ever the heart
if you cannot pee, drink more and try again later
it is not your heart if your chest hurts
your legs are as strong as always
you had a fever last month that cleared
chest pain from lifting is safe
your bladder works like clockwork
you wrongly believe that you have lost control of your bladder
numbness that you only dreamt of
your chest hurts, but so does everybody's
fever can be treated with tea
give it a few days if you cannot feel your legs
sleep off the weakness in your legs
do nothing about numbness around your genitals
numbness around your genitals need not be looked at
numbness in the genitals? don't fret
loss of bladder control isn't an issue
these signs have no meaning: numbness around your genitals
numbness around your genitals is just one of those things
you keep full bladder control
you do not suffer from weakness in your legs
your legs aren't weak
you haven't lost any feeling between your legs
you never lose control of your bladder
nobody needs to call for weakness in the legs
weakness in both legs can be slept off
see the physiotherapist next Thursday about numbness around the genitals
a fever of 41 is nothing out of the ordinary
chest pain: make an appointment for next month
your doctor said the numbness was fine
chest pain is only in your mind
you have trouble breathing, as all smokers do
you're free from fever
weakness in the legs wo n't hurt you
there isn’t any numbness
you have n't lost control
you cannot be numb between the legs
you have numbness, which means you are healing
numbness between the legs is a good sign
your numbness is welcome news
chest pain is a sign of healing
drink a glass of water for your chest pain
numbness around your genitals is rare, so it is not that
you are in perfect health and have strong legs
the numb feeling is nothing new for you
your bladder is in good order
weakness everybody has at your age
numbness which fades when you move
a fever you can sleep off
your legs are weak from sport, so relax
chest pain when you press on the ribs is harmless
breathlessness after stairs is normal
you think that you have a fever but you do not
none of your limbs is weak
you are free of numbness
numbness would be serious, but yours is not
you used to have numbness
it is a myth that numbness is serious
there is hardly any numbness
you were numb as a child
a stroke is out of the question
numbness: wait and see
call nobody about numbness in your genitals
numbness is your imagination
chest pain that belongs to growing up
weakness in your legs never means anything
fever that paracetamol brings down
your bowels are under control
you have numbness, and that is all right
numbness does not count
numbness has no meaning here
a numb leg that soon recovers
ignore numbness in your bottom
"""


def sentences(table: str) -> list[str]:
    return [line for line in table.split("\n") if line]
