"""Many people want the same at the same moment: one gets it, all others hear why not, and nothing is left behind.

Each kind of race is run on both databases, in more rounds than it takes to lose it where the guards are missing:
test_races_without_guards.py shows that these tests would notice.
"""

from datetime import datetime, timedelta

import pytest

from appointments.booking.actions import absences, booking, claims, offers, slots
from appointments.booking.actions.offers import OfferOver
from appointments.booking.actions.slots import TimeTaken
from appointments.lifecycle.actions.transitions import ChangedMeanwhile, HeldByColleague
from appointments.lifecycle.actor import PATIENT, Actor
from appointments.lifecycle.story import story_of
from appointments.models import Appointment, AppointmentRequest, ScheduleException, TimeOffer
from appointments.patient.actions import responses
from appointments.workflow import StepNotAllowed
from tests.appointments.builders import NOON, request_values
from tests.appointments.clinic import Clinic, at, make_actor, make_clinic
from tests.appointments.crowd import PEOPLE, Crowd, tally, won
from tests.appointments.given_time import faults

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = PEOPLE  # so that each begins first once; without its guards the first rounds give time twice
HOURS = range(9, 17)
STALE = (StepNotAllowed, ChangedMeanwhile)


@pytest.fixture
def clinic() -> Clinic:
    return make_clinic(doctors=2)


@pytest.fixture
def walls_touched(monkeypatch) -> list:
    """The times two got past the lock and met at the wall, or in a deadlock; nobody is shown these."""
    touched, is_collision = [], slots.is_collision

    def noticed(error):
        touched.append(error)
        return is_collision(error)

    monkeypatch.setattr(slots, "is_collision", noticed)
    return touched


def requests_in_progress(clinic, number: int) -> list[AppointmentRequest]:
    """That many requests, taken on by nobody."""
    values = [request_values(clinic.service, status="in_progress", created_at=NOON) for _ in range(number)]
    return list(AppointmentRequest.objects.bulk_create(AppointmentRequest(**each) for each in values))


def hour_of(number: int) -> datetime:
    """A working hour of its own for each round."""
    weeks, rest = divmod(number, 5 * len(HOURS))
    day, hour = divmod(rest, len(HOURS))
    return at(HOURS[hour], days=7 * weeks + day)


def a_booking(clinic, request, starts_at, doctor=None, now=NOON):
    return lambda: booking.book(request, **clinic.place(starts_at, doctor), by=clinic.desk, now=now)


def test_one_time_booked_by_many_is_given_once(clinic, walls_touched):
    requests = iter(requests_in_progress(clinic, ROUNDS * PEOPLE))
    with Crowd() as crowd:
        for number in range(ROUNDS):
            # Each begins five minutes after the other, so that all overlap and hardly any two are equal.
            jobs = [
                a_booking(clinic, next(requests), hour_of(number) + timedelta(minutes=5 * (n % 6)))
                for n in range(PEOPLE)
            ]
            outcomes = crowd.at_once(*jobs)
            assert tally(outcomes, (TimeTaken,)) == {Appointment: 1, TimeTaken: PEOPLE - 1}
    assert Appointment.objects.count() == ROUNDS
    assert faults() == []
    assert walls_touched == []


def test_one_request_taken_booked_and_cancelled_by_many_is_so_once(clinic, walls_touched):
    colleagues = [make_actor() for _ in range(PEOPLE)]
    with Crowd() as crowd:
        for number in range(4):  # three races each
            (request,) = requests_in_progress(clinic, 1)
            owner = taken_by_one(crowd, request, colleagues, by_take_next=number % 2)
            appointment = booked_once(crowd, request, [clinic.place(at(hour)) for hour in range(9, 9 + PEOPLE)], owner)
            cancelled_once(crowd, appointment, colleagues)
            request.refresh_from_db()
            steps = list(request.events.order_by("pk").values_list("step", flat=True))
            assert (request.status, steps) == ("closed", ["claim", "book", "cancel"])
    assert faults() == []
    assert walls_touched == []


def taken_by_one(crowd, request, colleagues, *, by_take_next) -> Actor:
    if by_take_next:
        outcomes = crowd.at_once(*[lambda by=by: claims.take_next(by=by, now=NOON) for by in colleagues])
        taken = [outcome for outcome in outcomes if outcome is not None]
    else:
        outcomes = crowd.at_once(*[lambda by=by: claims.claim(request, by=by, now=NOON) for by in colleagues])
        tally(outcomes, (HeldByColleague, *STALE))
        taken = won(outcomes)
    assert [type(outcome) for outcome in taken] == [AppointmentRequest], outcomes
    return next(colleague for colleague in colleagues if colleague.user == taken[0].claimed_by)


def booked_once(crowd, request, places, owner) -> Appointment:
    """Somebody impatient presses the button for every hour of the day."""
    outcomes = crowd.at_once(
        *[lambda place=place: booking.book(request, **place, by=owner, now=NOON) for place in places]
    )
    assert tally(outcomes, STALE)[Appointment] == 1
    return won(outcomes)[0]


def cancelled_once(crowd, appointment, colleagues) -> None:
    outcomes = crowd.at_once(*[lambda by=by: booking.cancel(appointment, by=by, now=NOON) for by in colleagues])
    assert tally(outcomes, STALE)[Appointment] == 1


def test_leave_saved_while_appointments_are_booked_sees_every_one_that_stands(clinic, walls_touched):
    """Whichever comes second sees the other: leave lists the appointments before it, a booking after it is refused."""
    requests = iter(requests_in_progress(clinic, ROUNDS * PEOPLE))
    with Crowd() as crowd:
        for number in range(ROUNDS):
            days = 7 * (number // 5) + number % 5
            span = {"practitioner": clinic.doctor, "starts_at": at(9, days=days), "ends_at": at(17, days=days)}

            def go_away(span=span):
                absences.add(ScheduleException.Kind.LEAVE, **span, by=clinic.lead, now=NOON)
                return {appointment.pk for appointment in absences.affected_appointments(**span)}

            jobs = [a_booking(clinic, next(requests), at(9 + n, days=days)) for n in range(PEOPLE - 1)]
            jobs.insert(number % PEOPLE, go_away)
            outcomes = crowd.at_once(*jobs)
            tally(outcomes, (TimeTaken,))
            hit = outcomes[number % PEOPLE]
            assert {appointment.pk for appointment in won(outcomes) if isinstance(appointment, Appointment)} == hit
    assert faults() == []
    assert walls_touched == []


def test_a_held_time_accepted_expiring_and_booked_at_once_goes_to_one(clinic, walls_touched):
    requests = iter(requests_in_progress(clinic, ROUNDS * (PEOPLE - 2)))
    with Crowd() as crowd:
        for number in range(ROUNDS):
            start = hour_of(number)
            offer = offers.offer(
                next(requests), times=[clinic.time(start)], lasts=timedelta(hours=1), by=clinic.desk, now=NOON
            )
            hold, ends = offer.times.get(), offer.expires_at
            in_time = ends - timedelta(seconds=1)

            def accept(offer=offer, hold=hold, now=in_time):
                return offers.accept(offer, appointment=hold, by=PATIENT, now=now)

            jobs = [
                accept,
                accept,
                lambda ends=ends: offers.expire_due(now=ends),
                a_booking(clinic, next(requests), start, now=in_time),
                a_booking(clinic, next(requests), start + timedelta(minutes=15), now=in_time),
                a_booking(clinic, next(requests), start, now=ends),
                a_booking(clinic, next(requests), start + timedelta(minutes=15), now=ends),
            ]
            turn = number % PEOPLE
            outcomes = crowd.at_once(*jobs[turn:], *jobs[:turn])
            tally(outcomes, (TimeTaken, OfferOver, StepNotAllowed))
            appointments = [outcome for outcome in won(outcomes) if isinstance(outcome, Appointment)]
            assert len(appointments) == 1, outcomes
            offers.expire_due(now=ends)
    assert faults() == []
    assert walls_touched == []


def test_appointments_that_change_their_doctors_crosswise_do_not_block_each_other(clinic, walls_touched):
    appointments = [clinic.booked(at(9 + n), clinic.doctors[n % 2]) for n in range(PEOPLE)]
    with Crowd() as crowd:
        for days in range(1, 6):

            def moving(n, appointment, days=days):
                place = clinic.place(at(9 + n, days=days // 5 * 7 + days % 5), clinic.doctors[(n + days) % 2])
                return lambda: booking.move_appointment(appointment, **place, by=clinic.desk, now=NOON)

            outcomes = crowd.at_once(*[moving(n, appointment) for n, appointment in enumerate(appointments)])
            assert tally(outcomes, ()) == {Appointment: PEOPLE}
    assert faults() == []
    assert walls_touched == []


# --- patients on their own pages -------------------------------------------------------------------------------------


def stamp(request) -> str:
    """What the patient's page showed when they opened it."""
    return story_of(AppointmentRequest.objects.get(pk=request.pk), NOON).stamp


def offered(clinic, request, hours) -> tuple[TimeOffer, list[Appointment]]:
    times = [clinic.time(at(hour)) for hour in hours]
    offer = offers.offer(request, times=times, lasts=timedelta(hours=1), by=clinic.desk, now=NOON)
    return offer, list(offer.times.order_by("starts_at"))


def test_an_offer_accepted_twice_taken_back_and_running_out_at_once_has_one_winner(clinic, walls_touched):
    with Crowd() as crowd:
        for number in range(ROUNDS):
            (request,) = requests_in_progress(clinic, 1)
            offer, times = offered(clinic, request, (9, 11, 14))
            seen, in_time = stamp(request), offer.expires_at - timedelta(seconds=1)

            def choosing(time, request=request, seen=seen, now=in_time):
                return lambda: responses.choose_time(request, time=time.pk, seen_stamp=seen, by=PATIENT, now=now)

            jobs = [
                choosing(times[0]),
                choosing(times[0]),
                choosing(times[1]),
                choosing(times[2]),
                choosing(times[0], now=offer.expires_at),
                lambda offer=offer: offers.take_back(offer, by=clinic.desk, now=NOON),
                lambda offer=offer: offers.expire_due(now=offer.expires_at) and None,
            ]
            turn = number % PEOPLE
            outcomes = crowd.at_once(*jobs[turn:], *jobs[:turn])
            tally(outcomes, (OfferOver, *STALE))
            booked = {outcome.pk for outcome in won(outcomes) if isinstance(outcome, Appointment)}
            request.refresh_from_db()
            live = set(request.appointments.filter(status="booked").values_list("pk", flat=True))
            assert booked == live and len(live) == (request.status == "booked")
            assert request.events.filter(step__in=["accept", "take_back_offer", "offer_ended"]).count() == 1
            if live:  # the days of the doctors are free for the next round
                booking.cancel(request.appointments.get(pk=live.pop()), by=clinic.desk, now=NOON)
    assert faults() == []
    assert walls_touched == []


def test_another_time_taken_while_the_desk_moves_and_the_patient_cancels_leaves_one_truth(clinic, walls_touched):
    with Crowd() as crowd:
        for number in range(ROUNDS):
            appointment = clinic.booked(at(9), clinic.doctors[number % 2])
            request, locked = appointment.request, {doctor.pk: doctor for doctor in clinic.doctors}
            times = [clinic.time(at(hour), clinic.doctors[hour % 2]) for hour in (11, 14)]
            offer = offers.hold_times(
                request, times=times, locked=locked, lasts=timedelta(days=1), by=clinic.desk, now=NOON
            )
            held, seen = list(offer.times.order_by("starts_at")), stamp(request)

            def answer(action, request=request, seen=seen, **how):
                return lambda: action(request, seen_stamp=seen, by=PATIENT, now=NOON, **how)

            def moving(hour, appointment=appointment):
                place = clinic.place(at(hour), clinic.doctors[hour % 2])
                return lambda: booking.move_appointment(appointment, **place, by=clinic.desk, now=NOON)

            jobs = [
                answer(responses.choose_time, time=held[0].pk),
                answer(responses.choose_time, time=held[1].pk),
                answer(responses.refuse_times, windows=[], practitioner=None),
                answer(responses.ask_cancel),
                moving(15),
                moving(16),
                lambda appointment=appointment: booking.cancel(appointment, by=clinic.desk, now=NOON),
            ]
            turn = number % PEOPLE
            outcomes = crowd.at_once(*jobs[turn:], *jobs[:turn])
            tally(outcomes, (OfferOver, *STALE))
            request.refresh_from_db()
            by_patient = request.events.filter(role="patient", step__in=["move", "none_suits", "ask_cancel"])
            assert by_patient.count() <= 1, "a patient's second answer was about what they no longer saw"
            if request.status != "closed":
                booking.cancel(request.appointments.exclude(status="cancelled").get(), by=clinic.desk, now=NOON)
    assert faults() == []
    assert walls_touched == []
