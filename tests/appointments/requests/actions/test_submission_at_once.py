"""A hundred people press "Send" in the same moment: real threads, real transactions, on both databases.

Every tenth of them by the page; the others by the action that the page calls.
"""

import pytest

from appointments import link_secrets
from appointments.messages.content import MessageName
from appointments.models import AppointmentRequest, Event, LinkToken, RequestDraft
from appointments.phones import Phone
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, Patient, at_once, day_in, make_request, make_service

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, BY_PAGE = 100, 10


def assert_each_request_is_whole():
    """Every request has exactly one event and its wishes, and exactly one message if there is an address."""
    for request in AppointmentRequest.objects.order_by("pk"):
        assert list(request.events.values_list("after", flat=True)) == [request.status]
        messages = OutboundMessage.objects.filter(name=MessageName.RECEIVED, subject_id=request.pk)
        assert list(messages.values_list("to", flat=True)) == ([request.email] if request.email else [])
        assert request.link_tokens.count() == 1
        assert request.windows.count() == (0 if request.any_time else 1)
    assert Event.objects.count() == AppointmentRequest.objects.count()


def test_a_hundred_sendings_of_one_form_make_one_request():
    """Seen red on PostgreSQL without `unique=True` on idempotency_key, and without `except IntegrityError` in `_store`;
    on SQLite, where writers queue, without that and the look at the top of `ask`.
    """
    service = make_service()
    wish = {"when": "days", "day_1": day_in(3).isoformat(), "part_1": "morning"}
    patient = Patient().start().fill(when=wish)

    def send():
        tab = Patient()
        tab.secret = patient.secret
        return tab.send("check")

    def ask():
        return make_request(service, secret=patient.secret, windows=[(day_in(3), "morning")])

    answers = at_once([send, *[ask] * (CROWD // BY_PAGE - 1)] * BY_PAGE)
    pages = [answer for answer in answers if not isinstance(answer, AppointmentRequest)]
    assert {(answer.status_code, answer.get("Location")) for answer in pages} == {(302, patient.status_url)}
    assert len(answers) == CROWD and len(pages) == BY_PAGE
    assert {answer.pk for answer in answers if answer not in pages} == {AppointmentRequest.objects.get().pk}
    assert AppointmentRequest.objects.count() == Event.objects.count() == LinkToken.objects.count() == 1
    assert not RequestDraft.objects.exists()
    assert_each_request_is_whole()
    assert patient.client.get(patient.status_url).status_code == 200


def answers_of(number: int) -> dict[str, dict]:
    """What somebody types who shares neither name nor number with the others; every second one gives an address."""
    email = f"patient{number}@example.org" if number % 2 else ""
    reach = {"email": email, "phone": f"020 7946 0{number:03}"}
    return {"who": {"patient_name": name_of(number)}, "reach": reach}


def name_of(number: int) -> str:
    return f"Patient {chr(0x410 + number % 32)}-{number}"


def test_a_hundred_different_forms_make_a_hundred_requests():
    """Seen red with one dedupe_key for all messages, and with a reference drawn from a hundred only."""
    service = make_service()
    patients = [Patient().start().fill(**answers_of(number)) for number in range(BY_PAGE)]

    def ask(number):
        phone = Phone(f"020 7946 0{number:03}", f"+4420794600{number:03}")
        email = f"patient{number}@example.org" if number % 2 else ""
        return make_request(service, patient_name=name_of(number), phone=phone, email=email)

    by_page = [lambda patient=patient: patient.send("check") for patient in patients]
    by_action = [lambda number=number: ask(number) for number in range(BY_PAGE, CROWD)]
    answers = at_once([*by_page, *by_action])[:BY_PAGE]
    led_to = [(answer.status_code, answer.get("Location")) for answer in answers]
    assert led_to == [(302, patient.status_url) for patient in patients]
    stored = AppointmentRequest.objects.order_by("pk")
    assert len({request.reference for request in stored}) == CROWD
    assert len({request.patient_name for request in stored}) == CROWD
    assert OutboundMessage.objects.count() == CROWD // 2
    assert not RequestDraft.objects.exists()
    assert_each_request_is_whole()
    for patient in patients:
        assert patient.client.get(patient.status_url).status_code == 200


def test_each_of_many_forms_sent_several_times_at_once_is_one_request():
    service = make_service()
    forms = [link_secrets.new_secret() for _ in range(10)]
    calls = [
        lambda form=form: make_request(service, secret=form, email=f"{form[:8]}@example.org") for form in forms * 5
    ]
    stored = at_once(calls)
    assert len({request.pk for request in stored}) == AppointmentRequest.objects.count() == 10
    assert [request.pk for request in stored[:10]] == [request.pk for request in stored[40:]]
    assert_each_request_is_whole()


def test_a_crowd_of_forms_with_one_strangers_address_sends_three_mails_at_most():
    service = make_service()
    at_once([lambda: make_request(service, email="victim@example.org", now=NOON) for _ in range(24)])
    assert AppointmentRequest.objects.count() == 24
    assert OutboundMessage.objects.filter(to="victim@example.org", state="created").count() == 3
