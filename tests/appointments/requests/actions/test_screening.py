"""What floods and machines send is stored and set aside without a mail; what families and slow typists send is not."""

from datetime import timedelta

import pytest

from appointments import link_secrets
from appointments.lifecycle.actor import Actor
from appointments.models import AppointmentRequest, SpentTry
from appointments.phones import Phone
from appointments.requests import abuse
from appointments.requests.abuse import SubmissionTrace
from appointments.requests.actions import rate_limits, submission
from appointments.workflow import Role
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, at_once, make_answers, make_request, make_service, tables_holding
from tests.builders import make_user

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOME, ELSEWHERE = "192.0.2.0/24", "198.51.100.0/24"
LONG = "I have had pain low in my back for two weeks, worse at night."
db = pytest.mark.django_db


def number(of: int) -> Phone:
    return Phone(f"020 7946 0{of:03}", f"+4420794600{of:03}")


def send(service, of: int = 0, *, now=NOON, secret=None, network="", honeypot="", time_taken=3 * MINUTE, **changes):
    """A request by the form: from a network, address and number of its own, unless it is said otherwise."""
    own = {"phone": number(of), "email": f"somebody{of}@example.org", "patient_name": f"Somebody {of}"}
    return submission.submit_request(
        answers=make_answers(**own | changes),
        service=service,
        edition=None,
        form_secret=secret or link_secrets.new_secret(),
        now=now,
        trace=SubmissionTrace(network or f"198.18.{of}.0/24", honeypot=honeypot, time_taken=time_taken),
    )


def reasons(requests) -> list[list[str]]:
    return [request.set_aside_because for request in requests]


# --- one request alone -----------------------------------------------------------------------------------------------


@db
@pytest.mark.parametrize(
    "trace, because",
    [
        ({"honeypot": "https://example.com", "time_taken": timedelta(seconds=2)}, ["quick", "trap"]),
        ({"time_taken": timedelta(seconds=2)}, ["quick"]),
        ({"honeypot": "x", "time_taken": timedelta(0), "patient_name": "Win €1000 today"}, ["name", "quick", "trap"]),
    ],
)
def test_a_machine_is_stored_and_set_aside_with_the_reasons_and_no_mail(service, trace, because):
    request = send(service, **trace)
    assert (request.status, request.set_aside_because) == ("quarantined", because)
    assert request.reference and request.link_tokens.count() == 1
    assert request.events.get().step == "quarantine"
    assert not OutboundMessage.objects.exists()
    assert not SpentTry.objects.exists()  # what is caught by itself takes nothing from the neighbours


@db
@pytest.mark.parametrize("time_taken", [abuse.SHORTEST_FILLING_TIME, 3 * MINUTE, 23 * HOUR, None])
def test_a_person_who_takes_their_time_is_let_through(service, time_taken):
    request = send(service, time_taken=time_taken)
    assert (request.status, request.set_aside_because) == ("new", [])
    assert OutboundMessage.objects.get().to == request.email


@db
def test_a_hidden_field_filled_by_a_browser_does_not_silence_the_first_mail(service):
    request = send(service, honeypot="https://ann.example")
    assert (request.status, request.set_aside_because) == ("new", [])
    assert OutboundMessage.objects.get().to == request.email


# --- many ------------------------------------------------------------------------------------------------------------


@db
def test_a_family_of_five_with_one_network_number_and_address_is_let_through(service):
    shared = {"network": HOME, "phone": number(0), "email": "family@example.org", "reason": LONG}
    family = [send(service, child, now=NOON + child * MINUTE, **shared) for child in range(5)]
    assert reasons(family) == [[]] * 5


@db
def test_the_tenth_within_an_hour_from_one_part_of_the_network_is_set_aside_and_its_neighbours_are_not(service):
    sent = [send(service, of, network=HOME, now=NOON + of * MINUTE) for of in range(10)]
    assert reasons(sent) == [[]] * 9 + [["network"]]
    assert send(service, 10, network=ELSEWHERE, now=NOON + 10 * MINUTE).status == "new"
    assert send(service, 11, network=HOME, now=NOON + HOUR).status == "new"  # the first is an hour old


@db
def test_over_a_day_a_network_has_thirty(service, monkeypatch):
    monkeypatch.setattr(abuse, "NETWORK_LIMITS", [(9, HOUR), (3, DAY)])
    sent = [send(service, of, network=HOME, now=NOON + of * 2 * HOUR) for of in range(4)]
    assert reasons(sent) == [[], [], [], ["network"]]
    assert send(service, 4, network=HOME, now=NOON + DAY).status == "new"


@db
@pytest.mark.parametrize("nobody_knows_where", sorted(abuse.UNKNOWN_NETWORKS))
def test_visitors_whose_network_nobody_knows_share_no_count(service, nobody_knows_where):
    assert reasons(send(service, of, network=nobody_knows_where) for of in range(10)) == [[]] * 10


@db
@pytest.mark.parametrize(
    "shared, because",
    [
        ({"email": "victim@example.org"}, "email"),
        ({"email": "Victim@Example.ORG"}, "email"),
        ({"phone": number(0)}, "phone"),
        ({"phone": Phone("ask for Ann", "")}, "phone"),
    ],
)
def test_the_seventh_within_an_hour_with_one_address_or_number_is_set_aside(service, shared, because):
    sent = [send(service, of, **shared) for of in range(7)]
    assert reasons(sent) == [[]] * 6 + [[because]]
    assert send(service, 7).status == "new"


@db
def test_those_who_give_no_address_share_no_count(service):
    assert reasons(send(service, of, email="") for of in range(8)) == [[]] * 8


@db
@pytest.mark.parametrize(
    "same",
    [
        [{"patient_name": "Cheap pills today"}] * 4,
        [{"reason": LONG}, {"reason": LONG.upper()}, {"reason": f"  {LONG}!"}, {"reason": LONG.replace(" ", "  ")}],
    ],
)
def test_the_same_words_with_a_fourth_number_within_a_day_are_set_aside(service, same):
    sent = [send(service, of, now=NOON + of * 5 * HOUR, **words) for of, words in enumerate(same)]
    assert reasons(sent) == [[], [], [], ["words"]]
    assert reasons([send(service, 3, now=NOON + 16 * HOUR, **same[3])]) == [["words"]]  # and once more
    assert send(service, 4, now=NOON + DAY, **same[0]).status == "new"


@db
def test_the_same_words_with_the_same_number_and_short_reasons_of_many_are_let_through(service):
    assert reasons(send(service, of, phone=number(0), patient_name="Ann Example") for of in range(5)) == [[]] * 5
    assert reasons(send(service, of, reason="Back pain", now=NOON + HOUR) for of in range(5)) == [[]] * 5


@db
def test_a_flood_sends_no_mail_beyond_the_count_and_loses_no_request(service):
    flood = [send(service, of, network=HOME, now=NOON + timedelta(seconds=of)) for of in range(60)]
    assert len({request.reference for request in flood}) == AppointmentRequest.objects.count() == 60
    assert AppointmentRequest.objects.filter(status="quarantined", set_aside_because=["network"]).count() == 51
    assert OutboundMessage.objects.count() == AppointmentRequest.objects.filter(status="new").count() == 9
    assert SpentTry.objects.filter(scope="network").count() == 9


# --- who is never judged, and what is kept ---------------------------------------------------------------------------


@db
def test_what_staff_take_down_is_never_judged(service):
    desk = Actor(Role.RECEPTIONIST, make_user("receptionist"))
    for _call in range(8):
        asked = submission.take_request(
            make_answers(patient_name="Win €1000 today"),
            service,
            "phone",
            by=desk,
            now=NOON,
            form_secret=link_secrets.new_secret(),
        )
        assert (asked.status, asked.set_aside_because) == ("in_progress", [])
    assert not SpentTry.objects.exists()


@db
def test_without_a_trace_only_the_name_is_looked_at(service):
    assert reasons(make_request(service) for _each in range(7)) == [[]] * 7
    assert make_request(service, patient_name="Win €1000 today").set_aside_because == ["name"]


@db
def test_whose_the_counts_are_stands_nowhere_and_a_day_later_nothing_does(service):
    send(service, 7, reason=LONG, network=HOME)
    assert tables_holding("192.0.2") == []
    assert [table for table in tables_holding("somebody7@") if "spent" in table] == []
    assert set(SpentTry.objects.values_list("scope", flat=True)) == {
        *("network", "email", "phone", "words", "words_phone")
    }
    assert rate_limits.delete_old_tries(now=NOON + DAY) == 7
    assert not SpentTry.objects.exists()


# --- at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_crowd_from_one_network_at_once_has_its_nine_together():
    """Seen red on PostgreSQL without the lock in `rate_limits.spend_try`."""
    service = make_service()
    at_once([lambda of=of: send(service, of, network=HOME) for of in range(12)])
    assert AppointmentRequest.objects.filter(status="new").count() == OutboundMessage.objects.count() == 9
    assert AppointmentRequest.objects.filter(set_aside_because=["network"]).count() == 3


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_from_many_tabs_at_once_counts_once():
    service, secret = make_service(), link_secrets.new_secret()
    at_once([lambda: send(service, secret=secret)] * 6)
    assert AppointmentRequest.objects.get().status == "new"
    scopes = SpentTry.objects.order_by("scope").values_list("scope", flat=True)
    assert list(scopes) == ["email", "network", "phone", "words", "words_phone"]
