"""Every step's action, from every status a request can be brought to: the table decides, nothing else.

What is allowed works and leaves one event; what is refused leaves not a byte. Where somebody may take the step, it is
tried in every role; where nobody may, by one who takes it from another status and by one who never does. That the table
then refuses it to every role is shown in tests/appointments/test_workflow.py.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction

from appointments.booking.actions import offers
from appointments.lifecycle.actions.transitions import HeldByColleague
from appointments.lifecycle.actor import PATIENT, SYSTEM, Actor, NoRight
from appointments.models import AppointmentRequest
from appointments.workflow import TRANSITIONS, Role, Status, Step, StepNotAllowed, open_remarks, row_for
from portal.models import OutboundMessage
from tests.appointments.builders import NOON
from tests.appointments.clinic import make_actor
from tests.appointments.kept_clinic import in_situation, kept_clinic
from tests.appointments.situations import ACTIONS, APPOINTMENT, HOUR, SITUATIONS, NothingToDoItTo, in_progress
from tests.builders import make_user

# The table decides alike on any database; each action by itself is tried on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
NO_ACTION_OF_THEIR_OWN = {
    Step.ASK,  # makes a request; test_submission.py
    Step.QUARANTINE,  # likewise
    Step.OFFER_ENDED,  # the sweep of offers, which names nobody; test_offers.py
    Step.WAIT_ON,  # follows by itself on "none suits"; waitlist/test_actions.py
    Step.ERASE,  # retention
    Step.LOOK,
    Step.NOTE,
    Step.ATTEMPT,
    Step.CORRECT,
    Step.DISCRETION,
    Step.TELL,  # these six move nothing; test_contacts.py, test_looks.py, test_phone_tasks.py
    Step.LATE,
    Step.WANT_EARLIER,
    Step.NOT_EARLIER,  # these three neither; test_broken_promises.py, waitlist/test_actions.py
    Step.CHANGE,  # test_details.py
    Step.CONFIRM,
    Step.CANNOT_COME,  # these two: test_responses.py
    Step.ASK_ERASURE,
    Step.NO_ERASURE,  # these two: test_withdrawal.py
}
ON_THE_DAY = {Step.ARRIVE, Step.NOT_ARRIVED, Step.ATTEND, Step.MISS, Step.NOT_MISSED, Step.REOPEN}
# The appointment of an arrived patient cannot arrive once more, be missed or moved; that of one who has not come cannot
# un-arrive. The table of requests does not know; the appointment's own status does.
NOT_WITH_THIS_APPOINTMENT = {
    "booked": {Step.NOT_ARRIVED},
    "arrived": {Step.ARRIVE, Step.MISS, Step.MOVE, Step.ASK_CANCEL},
}
REFUSALS = (StepNotAllowed, offers.OfferOver, NoRight)  # the last two: it is over, or somebody else's


def actors(clinic) -> dict[Role, Actor]:
    doctor = make_user("")
    type(clinic.doctor).objects.filter(pk=clinic.doctor.pk).update(user=doctor)
    return {
        Role.PATIENT: PATIENT,
        Role.RECEPTIONIST: clinic.desk,
        Role.LEAD: clinic.lead,
        Role.PRACTITIONER: Actor(Role.PRACTITIONER, doctor),
        Role.ADMINISTRATOR: Actor(Role.ADMINISTRATOR, make_user("admin")),
        Role.SYSTEM: SYSTEM,
    }


def is_only_noted(request) -> bool:
    """Whether a call in vain moves nothing, because somebody waits for something else than a call."""
    return request.status != Status.IN_PROGRESS and Step.ATTEMPT in open_remarks(request.status, Role.LEAD)


def allowed(situation: str, request, step: Step, role: Role):
    """The row of the table; None where it, or the appointment, forbids the step."""
    if step in NOT_WITH_THIS_APPOINTMENT.get(situation, ()):
        return None
    try:
        return row_for(step, request.status, role, request.outcome)
    except StepNotAllowed:
        return None


def who_try_in_vain(step: Step, turn: int) -> set[Role]:
    """One who takes the step from another status, one who never does: others in each turn."""
    takers = {role for row in TRANSITIONS if row.step == step for role in row.roles}
    sides = [role for role in Role if role in takers], [role for role in Role if role not in takers]
    return {side[turn % len(side)] for side in sides if side}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_step_is_taken_or_refused_as_the_table_says(situation):
    clinic = kept_clinic()
    request = in_situation(situation, clinic)
    people = actors(clinic)
    request.refresh_from_db()
    assert request.status == ("booked" if situation == "arrived" else situation.partition(":")[0])
    before, turn = everything_kept(), list(SITUATIONS).index(situation)
    for step, do in ACTIONS.items():
        if step == Step.TRY_LATER and is_only_noted(request):
            continue
        now = APPOINTMENT + timedelta(minutes=5) if step in ON_THE_DAY else NOON + HOUR
        rows = {role: allowed(situation, request, step, role) for role in people}
        for role in rows if any(rows.values()) else who_try_in_vain(step, turn):
            if rows[role] is None:
                is_refused(clinic, request, step, do, people[role], now)
        for role, row in rows.items():
            if row is not None:
                with transaction.atomic():
                    is_taken(clinic, request, row, do, people[role], now)
                    transaction.set_rollback(True)
    after = everything_kept()
    assert {table: after[table] - rows for table, rows in before.items() if after[table] != rows} == {}


def is_taken(clinic, request, row, do, by, now):
    events = list(request.events.values_list("pk", flat=True))
    do(clinic, AppointmentRequest.objects.get(pk=request.pk), by, now)
    after = AppointmentRequest.objects.get(pk=request.pk)
    event = request.events.exclude(pk__in=events).get()
    assert (event.step, event.before, event.after) == (row.step, request.status, row.after)
    assert (event.role, event.by, event.at) == (by.role, by.user, now)
    assert (after.status, after.outcome) == (row.after, row.outcome or "")
    assert after.version == request.version + 1


def is_refused(clinic, request, step, do, by, now):
    try:
        with transaction.atomic():
            do(clinic, AppointmentRequest.objects.get(pk=request.pk), by, now)
    except (*REFUSALS, NothingToDoItTo):
        pass
    else:
        pytest.fail(f"{step} by {by.role} was not refused")


def everything_kept() -> dict[str, set[str]]:
    """All rows an action of the desk could touch, by table."""
    models = [*apps.get_app_config("appointments").get_models(), OutboundMessage]
    return {model._meta.db_table: set(map(repr, model._base_manager.values_list())) for model in models}


def test_every_step_is_walked():
    assert set(ACTIONS) == set(Step) - NO_ACTION_OF_THEIR_OWN


def test_every_status_is_visited():
    assert {name.partition(":")[0] for name in SITUATIONS} - {"arrived"} == set(Status)


# --- a colleague's claim ---------------------------------------------------------------------------------------------

HELD = {  # step -> (a colleague may, a desk lead may) while somebody else has the request
    Step.CLAIM: (False, False),
    Step.TAKE_OVER: (True, True),
    Step.LET_GO: (False, True),
    Step.TRY_LATER: (False, True),
    Step.OFFER: (False, True),
    Step.BOOK: (False, True),
    Step.WAIT: (False, True),
    Step.DECLINE: (False, True),
    Step.GIVE_UP: (False, True),
    Step.WITHDRAW: (True, True),
    Step.MERGE: (True, True),
}


def test_a_living_claim_stands_in_the_way_of_colleagues_as_the_table_says(subtests):
    clinic = kept_clinic()
    claimed, now, people = in_progress(clinic), NOON + timedelta(minutes=5), (make_actor(), clinic.lead)
    for step, answers in HELD.items():
        for by, may in zip(people, answers, strict=True):
            with subtests.test(step=step, role=by.role), transaction.atomic():
                request = AppointmentRequest.objects.get(pk=claimed.pk)
                if may:
                    ACTIONS[step](clinic, request, by, now)
                else:
                    with pytest.raises(HeldByColleague) as refusal:
                        ACTIONS[step](clinic, request, by, now)
                    assert (refusal.value.holder, refusal.value.since) == (clinic.desk.user, NOON)
                    assert str(clinic.desk.user) in str(refusal.value)
                transaction.set_rollback(True)


def test_every_step_a_colleagues_claim_could_meet_is_tried():
    by_staff = {row.step for row in TRANSITIONS if row.before == Status.IN_PROGRESS and row.roles != {Role.SYSTEM}}
    assert set(HELD) == by_staff
