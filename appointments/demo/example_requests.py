"""Examples of requests without an appointment: new, claimed, called, offered times, waiting, closed."""

from datetime import timedelta

from appointments.booking.actions import claims, closing, contacts, offers
from appointments.choices import Channel, ContactOutcome, DeclineReason
from appointments.demo.workday import Workday
from appointments.lifecycle.actor import PATIENT
from appointments.requests.actions import submission

REASON_TO_READ_AT_ONCE = (
    "Back pain since Sunday and now my bottom feels strange: a numb bottom when I sit. Is that normal?"
)
ADVERT_NAME = "Your refund of £480 waits, call us Example"


def nobody_has_called_yet(workday: Workday) -> None:
    """New requests: some too late already, some of the weekend, some of this minute."""
    for clock in ("08:05", "09:20", "11:30"):
        workday.send_request(workday.at(3, clock))
    for clock in ("09:10", "11:50", "15:05"):
        workday.send_request(workday.at(2, clock))
    for clock in ("16:40", "19:15", "22:30"):
        workday.send_request(workday.at(1, clock))
    workday.send_request(workday.at(1, "18:10"), workday.patients.child())
    workday.send_request(
        workday.at(1, "20:45"), workday.patients.with_wishes(*(workday.day + timedelta(days=n) for n in (1, 2)))
    )
    for minutes in (95, 41, 17, 4):
        workday.send_request(workday.ago(minutes=minutes))


def words_to_read_at_once(workday: Workday) -> None:
    workday.send_request(
        workday.ago(minutes=23), workday.patients.draw(reason=REASON_TO_READ_AT_ONCE, voicemail_ok=True)
    )


def set_aside_for_a_person(workday: Workday) -> None:
    """Three looked like advertising: one waits to be checked, one was genuine, one was not."""
    _waits, genuine, spam = (
        workday.send_request(workday.at(1, clock), _advert(workday)) for clock in ("21:10", "07:15", "07:40")
    )
    closing.release(genuine, by=workday.receptionist, now=workday.at(1, "08:30"))
    closing.reject(spam, by=workday.lead, now=workday.at(1, "08:35"))


def _advert(workday: Workday):
    return workday.patients.draw(patient_name=ADVERT_NAME, email="somebody-else@example.org")


def colleagues_have_it(workday: Workday) -> None:
    for who, minutes in ((workday.second_receptionist, 6), (workday.receptionist, 2)):
        claims.claim(workday.send_request(workday.at(1, "10:20")), by=who, now=workday.ago(minutes=minutes))


def try_again(workday: Workday) -> None:
    """No answer once, a message left, and one whose number was wrong."""
    workday.call_in_vain(workday.send_request(workday.at(2, "10:05")), workday.receptionist, workday.at(1, "11:10"))
    workday.call_in_vain(
        workday.send_request(workday.at(2, "13:35")),
        workday.second_receptionist,
        workday.at(1, "15:20"),
        ContactOutcome.LEFT_MESSAGE,
    )
    workday.call_in_vain(
        workday.send_request(workday.at(1, "09:15")), workday.second_receptionist, workday.ago(minutes=35)
    )
    wrong = workday.send_request(workday.at(2, "14:10"))
    claims.claim(wrong, by=workday.receptionist, now=workday.at(1, "14:00"))
    contacts.attempt(wrong, outcome=ContactOutcome.WRONG_NUMBER, by=workday.receptionist, now=workday.at(1, "14:03"))
    contacts.write_note(
        wrong,
        text="A bakery answered. No e-mail address: perhaps the patient calls us.",
        by=workday.receptionist,
        now=workday.at(1, "14:04"),
    )
    claims.let_go(wrong, by=workday.receptionist, now=workday.at(1, "14:05"))


def could_not_be_reached(workday: Workday) -> None:
    lost = workday.send_request(workday.at(3, "08:10"))
    for back, clock in ((3, "10:00"), (2, "14:00"), (1, "09:00")):
        workday.call_in_vain(lost, workday.receptionist, workday.at(back, clock))
    claims.claim(lost, by=workday.second_receptionist, now=workday.at(1, "16:00"))
    closing.give_up(lost, by=workday.second_receptionist, now=workday.at(1, "16:02"))


def declined_withdrawn_and_opened_again(workday: Workday) -> None:
    answer = {
        "because": DeclineReason.REFERRAL,
        "public_answer": "For this a letter from your own doctor is needed. Please see them first, then ask us again.",
    }
    for clock in ("09:05", "14:35"):
        declined = workday.send_request(workday.at(3, clock))
        ends = workday.reach(declined, workday.second_receptionist, workday.at(2, clock))
        closing.decline(declined, **answer, by=workday.second_receptionist, now=ends)
    closing.reopen(declined, by=workday.lead, now=workday.at(1, "10:30"))
    contacts.write_note(declined, text="The letter has come after all.", by=workday.lead, now=workday.at(1, "10:32"))
    claims.let_go(declined, by=workday.lead, now=workday.at(1, "10:33"))
    withdrawn = workday.send_request(workday.at(2, "12:15"))
    closing.withdraw(withdrawn, by=PATIENT, now=workday.at(1, "12:45"))


def asked_twice(workday: Workday) -> None:
    """One pair is merged; of another pair somebody still has to find out."""
    for is_merged in (True, False):
        person = workday.patients.draw()
        first = workday.send_request(workday.at(2, "18:20"), person, workday.services[0])
        second = workday.send_request(workday.at(1, "12:05"), person, workday.services[0])
        if is_merged:
            closing.merge(second, into=first, by=workday.receptionist, now=workday.at(1, "13:50"))


def on_the_waiting_list(workday: Workday) -> None:
    for back, days in ((3, 7), (2, 14)):
        waiting = workday.send_request(workday.at(back, "08:50"))
        ends = workday.reach(waiting, workday.receptionist, workday.at(back, "14:45"))
        review = workday.day + timedelta(days=days)
        closing.put_on_waiting_list(waiting, review_on=review, by=workday.receptionist, now=ends)


def times_held(workday: Workday) -> None:
    """Offers: one waits for its answer, one was accepted, one ran out, of one nothing suited."""
    waiting, accepted, lapsed, refused = (
        workday.send_request(workday.at(2, clock)) for clock in ("08:30", "09:40", "11:05", "14:20")
    )
    _offer(workday, waiting, workday.ago(minutes=50), lasts=timedelta(days=1))
    offer = _offer(workday, accepted, workday.at(1, "09:50"), lasts=timedelta(days=1))
    if offer:
        offers.accept(
            offer, appointment=offer.times.order_by("pk").last(), by=workday.receptionist, now=workday.at(1, "15:30")
        )
    offer = _offer(workday, refused, workday.at(1, "11:20"), lasts=timedelta(hours=4))
    if offer:
        offers.none_suits(offer, by=workday.receptionist, now=workday.at(1, "14:10"))
        claims.let_go(refused, by=workday.receptionist, now=workday.at(1, "14:12"))
    if _offer(workday, lapsed, workday.at(1, "10:40"), lasts=timedelta(hours=2)):
        offers.expire_due(now=workday.at(1, "12:50"))
        claims.release_lapsed(now=workday.at(1, "13:30"))


def _offer(workday: Workday, request, at, *, lasts):
    times = workday.free_times_ahead(request, at)
    if not times:
        return None
    ends = workday.reach(request, workday.receptionist, at)
    chosen = times[:: max(len(times) // 3, 1)][:3]
    held = [tuple(workday.booking_at(free).values()) for free in _without_overlap(chosen, request.service)]
    return offers.offer(request, times=held, lasts=lasts, by=workday.receptionist, now=ends)


def _without_overlap(times, service):
    """Those of the times that do not overlap each other, buffers included."""
    between = timedelta(minutes=service.buffer_before + service.buffer_after)
    chosen = []
    for free in times:
        if all(free.starts_at >= other.ends_at + between for other in chosen):
            chosen.append(free)
    return chosen


def taken_by_phone(workday: Workday) -> None:
    """Two callers: one is booked in the same call, the other has to look into a diary first."""
    for minutes, books in ((70, True), (30, False)):
        at = workday.ago(minutes=minutes)
        taken = submission.take_request(
            workday.patients.draw(email=""),
            workday.random.choice(workday.services),
            Channel.PHONE,
            by=workday.receptionist,
            now=at,
            form_secret=workday.next_form_secret(),
        )
        if not (books and workday.book(taken, workday.receptionist, at)):
            contacts.write_note(taken, text="Calls back about the day.", by=workday.receptionist, now=at)
            claims.let_go(taken, by=workday.receptionist, now=at + timedelta(minutes=1))


EXAMPLES = (
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
