"""The scenes of a rehearsal in which nobody comes to an appointment yet: asked, called, answered, ended otherwise."""

from datetime import timedelta

from appointments.booking.actions import claims, closing, contacts, offers
from appointments.choices import Channel, DeclineReason
from appointments.demo.workday import Stage
from appointments.lifecycle.actor import PATIENT
from appointments.requests.actions import submission

SERIOUS = "Back pain since Sunday and now my bottom feels strange: a numb bottom when I sit. Is that normal?"
ADVERT = "Your refund of £480 waits, call us Example"


def nobody_has_called_yet(stage: Stage) -> None:
    """New requests: some too late already, some of the weekend, some of this minute."""
    for clock in ("08:05", "09:20", "11:30"):
        stage.asked(stage.at(3, clock))
    for clock in ("09:10", "11:50", "15:05"):
        stage.asked(stage.at(2, clock))
    for clock in ("16:40", "19:15", "22:30"):
        stage.asked(stage.at(1, clock))
    stage.asked(stage.at(1, "18:10"), stage.cast.child())
    stage.asked(stage.at(1, "20:45"), stage.cast.with_wishes(*(stage.day + timedelta(days=n) for n in (1, 2))))
    for minutes in (95, 41, 17, 4):
        stage.asked(stage.ago(minutes=minutes))


def words_to_read_at_once(stage: Stage) -> None:
    stage.asked(stage.ago(minutes=23), stage.cast.anybody(reason=SERIOUS, voicemail_ok=True))


def set_aside_for_a_person(stage: Stage) -> None:
    """Three looked like advertising: one waits to be checked, one was genuine, one was not."""
    _waits, genuine, spam = (stage.asked(stage.at(1, clock), _advert(stage)) for clock in ("21:10", "07:15", "07:40"))
    closing.release(genuine, by=stage.rory, now=stage.at(1, "08:30"))
    closing.reject(spam, by=stage.lena, now=stage.at(1, "08:35"))


def _advert(stage: Stage):
    return stage.cast.anybody(patient_name=ADVERT, email="somebody-else@example.org")


def colleagues_have_it(stage: Stage) -> None:
    for who, minutes in ((stage.robin, 6), (stage.rory, 2)):
        claims.claim(stage.asked(stage.at(1, "10:20")), by=who, now=stage.ago(minutes=minutes))


def try_again(stage: Stage) -> None:
    """No answer once, a message left, and one whose number was wrong."""
    stage.called_in_vain(stage.asked(stage.at(2, "10:05")), stage.rory, stage.at(1, "11:10"))
    stage.called_in_vain(stage.asked(stage.at(2, "13:35")), stage.robin, stage.at(1, "15:20"), "left_message")
    stage.called_in_vain(stage.asked(stage.at(1, "09:15")), stage.robin, stage.ago(minutes=35))
    wrong = stage.asked(stage.at(2, "14:10"))
    claims.claim(wrong, by=stage.rory, now=stage.at(1, "14:00"))
    contacts.attempt(wrong, outcome="wrong_number", by=stage.rory, now=stage.at(1, "14:03"))
    contacts.write_note(
        wrong,
        text="A bakery answered. No e-mail address: perhaps the patient calls us.",
        by=stage.rory,
        now=stage.at(1, "14:04"),
    )
    claims.let_go(wrong, by=stage.rory, now=stage.at(1, "14:05"))


def could_not_be_reached(stage: Stage) -> None:
    lost = stage.asked(stage.at(3, "08:10"))
    for back, clock in ((3, "10:00"), (2, "14:00"), (1, "09:00")):
        stage.called_in_vain(lost, stage.rory, stage.at(back, clock))
    claims.claim(lost, by=stage.robin, now=stage.at(1, "16:00"))
    closing.give_up(lost, by=stage.robin, now=stage.at(1, "16:02"))


def declined_withdrawn_and_opened_again(stage: Stage) -> None:
    answer = {
        "because": DeclineReason.REFERRAL,
        "public_answer": "For this a letter from your own doctor is needed. Please see them first, then ask us again.",
    }
    for clock in ("09:05", "14:35"):
        declined = stage.asked(stage.at(3, clock))
        ends = stage.reached(declined, stage.robin, stage.at(2, clock))
        closing.decline(declined, **answer, by=stage.robin, now=ends)
    closing.reopen(declined, by=stage.lena, now=stage.at(1, "10:30"))
    contacts.write_note(declined, text="The letter has come after all.", by=stage.lena, now=stage.at(1, "10:32"))
    claims.let_go(declined, by=stage.lena, now=stage.at(1, "10:33"))
    withdrawn = stage.asked(stage.at(2, "12:15"))
    closing.withdraw(withdrawn, by=PATIENT, now=stage.at(1, "12:45"))


def asked_twice(stage: Stage) -> None:
    """One pair is merged; of another pair somebody still has to find out."""
    for is_merged in (True, False):
        person = stage.cast.anybody()
        first = stage.asked(stage.at(2, "18:20"), person, stage.services[0])
        second = stage.asked(stage.at(1, "12:05"), person, stage.services[0])
        if is_merged:
            closing.merge(second, into=first, by=stage.rory, now=stage.at(1, "13:50"))


def on_the_waiting_list(stage: Stage) -> None:
    for back, days in ((3, 7), (2, 14)):
        waiting = stage.asked(stage.at(back, "08:50"))
        ends = stage.reached(waiting, stage.rory, stage.at(back, "14:45"))
        review = stage.day + timedelta(days=days)
        closing.put_on_waiting_list(waiting, review_on=review, by=stage.rory, now=ends)


def times_held(stage: Stage) -> None:
    """Offers: one waits for its answer, one was accepted, one ran out, of one nothing suited."""
    waiting, accepted, lapsed, refused = (
        stage.asked(stage.at(2, clock)) for clock in ("08:30", "09:40", "11:05", "14:20")
    )
    _offer(stage, waiting, stage.ago(minutes=50), lasts=timedelta(days=1))
    offer = _offer(stage, accepted, stage.at(1, "09:50"), lasts=timedelta(days=1))
    if offer:
        offers.accept(offer, appointment=offer.times.order_by("pk").last(), by=stage.rory, now=stage.at(1, "15:30"))
    offer = _offer(stage, refused, stage.at(1, "11:20"), lasts=timedelta(hours=4))
    if offer:
        offers.none_suits(offer, by=stage.rory, now=stage.at(1, "14:10"))
        claims.let_go(refused, by=stage.rory, now=stage.at(1, "14:12"))
    if _offer(stage, lapsed, stage.at(1, "10:40"), lasts=timedelta(hours=2)):
        offers.expire_due(now=stage.at(1, "12:50"))
        claims.release_lapsed(now=stage.at(1, "13:30"))


def _offer(stage: Stage, request, at, *, lasts):
    times = stage.ahead(request, at)
    if not times:
        return None
    ends = stage.reached(request, stage.rory, at)
    chosen = times[:: max(len(times) // 3, 1)][:3]
    held = [tuple(stage.place(free).values()) for free in _apart(chosen, request.service)]
    return offers.offer(request, times=held, lasts=lasts, by=stage.rory, now=ends)


def _apart(times, service):
    """Those that leave each other room, buffers included."""
    between = timedelta(minutes=service.buffer_before + service.buffer_after)
    chosen = []
    for free in times:
        if all(free.starts_at >= other.ends_at + between for other in chosen):
            chosen.append(free)
    return chosen


def taken_by_phone(stage: Stage) -> None:
    """Two callers: one is booked in the same call, the other has to look into a diary first."""
    for minutes, books in ((70, True), (30, False)):
        at = stage.ago(minutes=minutes)
        taken = submission.take_request(
            stage.cast.anybody(email=""),
            stage.dice.choice(stage.services),
            Channel.PHONE,
            by=stage.rory,
            now=at,
            form_secret=stage.secret(),
        )
        if not (books and stage.booked(taken, stage.rory, at)):
            contacts.write_note(taken, text="Calls back about the day.", by=stage.rory, now=at)
            claims.let_go(taken, by=stage.rory, now=at + timedelta(minutes=1))


SCENES = (
    nobody_has_called_yet,
    set_aside_for_a_person,
    try_again,
    could_not_be_reached,
    declined_withdrawn_and_opened_again,
    asked_twice,
    on_the_waiting_list,
    times_held,
    taken_by_phone,
    colleagues_have_it,
    words_to_read_at_once,
)
