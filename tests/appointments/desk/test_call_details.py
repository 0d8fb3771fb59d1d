"""Beside every number of a patient: the extension, whom to ask for, what may be said to a machine and to others."""

import re
from datetime import timedelta

import pytest

from appointments.messages.actions import reminders
from appointments.models import AppointmentRequest, ScheduleException
from appointments.paper.pack import render_pack
from appointments.phones import parse_phone
from appointments.privacy.export_table import table
from portal.models import OutboundMessage
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import TOMORROW_TEN, at_desk, booked, open_clinic
from tests.snapshots import once

pytestmark = pytest.mark.django_db

NUMBER, LINK = "020 7946 0018 ext. 214", "tel:+442079460018;ext=214"
CAREFUL = {
    "phone": "020 7946 0018 ext 214",
    "for_whom": "child",
    "requester_name": "Pat Example",
    "discreet": True,
    "voicemail_ok": True,
    "email": "",
}
RULES = (
    "A voicemail is fine: say only your first name and ask to call back",
    "If somebody else answers, say only your first name",
)


def careful(**changes) -> dict:
    values = CAREFUL | changes
    return values | {"phone": parse_phone(values["phone"], "GB")}


@pytest.fixture
def clinic(service):
    return once("open clinic", lambda: open_clinic(service))


@pytest.fixture
def desk(clinic):
    return at_desk("lead")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def assert_all_stands_there(html: str, *, dialled: bool = True) -> None:
    shown = words(html)
    assert NUMBER in shown
    assert "Ask for Pat Example" in shown
    for rule in RULES:
        assert rule in shown
    assert (f'href="{LINK}"' in html) is dialled


def test_on_the_page_of_the_request_and_beside_a_possible_duplicate(desk):
    _actor, client = desk
    first, second = make_request(**careful()), make_request(**careful(requester_name="Sam Example"))
    html = client.get(f"/desk/{first.reference}/").content.decode()
    assert_all_stands_there(html)
    assert words(html).count(NUMBER) == 3 and "Ask for Sam Example" in words(html)
    assert second.phone_extension == "214"


def test_on_the_list_of_the_day_and_of_an_absence(desk, clinic):
    actor, client = desk
    booked(actor, *clinic, **careful())
    assert_all_stands_there(client.get("/desk/today/?day=2026-11-26").content.decode())
    leave = ScheduleException.objects.create(
        kind="leave",
        practitioner=clinic[0],
        starts_at=NOON + timedelta(hours=12),
        ends_at=NOON + timedelta(hours=36),
        made_by=actor.user,
        made_at=NOON,
    )
    assert_all_stands_there(client.get(f"/desk/leave/{leave.pk}/").content.decode())


def test_on_every_sheet_of_the_paper_pack(desk, clinic):
    actor, _client = desk
    booked(actor, *clinic, **careful())
    make_request(**careful(requester_name="Sam Example", voicemail_ok=False))
    html = render_pack("P-1", now=NOON).html
    assert_all_stands_there(html, dialled=False)
    shown = words(html)
    assert shown.count(NUMBER) == 2
    assert re.search(r"Ask for Sam Example \(.+?\) Leave no message \. If somebody else answers", shown)


def test_in_the_export_and_in_the_admin(desk):
    _actor, client = desk
    asked = make_request(**careful())
    headings, row = table([asked], with_reason=False)
    told = dict(zip(headings, row, strict=True))
    assert (told["Phone"], told["Extension"], told["Ask for"]) == ("+442079460018", "214", "Pat Example")
    assert told["What may be said"] == ". ".join(RULES)
    for address in ("", f"{asked.pk}/change/"):
        shown = words(client.get(f"/admin/appointments/appointmentrequest/{address}").content.decode())
        assert f"{NUMBER} , ask for Pat Example. {RULES[0]}" in shown, address


def test_words_typed_with_the_number_stand_beside_it_everywhere(desk, clinic):
    actor, client = desk
    typed = "020 7946 0018 after 5"
    booked(actor, *clinic, **careful(phone=typed))
    make_request(**careful(phone=typed))
    pages = [client.get("/desk/today/?day=2026-11-26").content.decode(), render_pack("P-1", now=NOON).html]
    assert [words(html).count(f"typed as {typed}") for html in pages] == [1, 2]


TYPED_PLAINLY = {"Łucja Żak": "lucja zak", "Bjørn Weiß": "bjorn weiss", "Đỗ Phượng": "Do Phuong"}
TYPED_PLAINLY |= {"Ayşe Çınar": "ayse cinar", "O‘Shea": "O'Shea", "OʻTool": "otool", "O´Hara": "O’Hara"}


def test_names_are_found_by_plain_letters_at_the_desk_and_in_the_admin(desk):
    _actor, client = desk
    asked = {name: make_request(patient_name=name) for name in TYPED_PLAINLY}
    for name, typed in TYPED_PLAINLY.items():
        assert client.get("/desk/", {"q": typed}).url == f"/desk/{asked[name].reference}/", name
    for name in ("Bjørn Weiß", "O´Hara"):
        page = client.get("/admin/appointments/appointmentrequest/", {"q": TYPED_PLAINLY[name]}).content.decode()
        found = [each for each, request in asked.items() if request.spoken_reference in page]
        assert found == [name]


def test_a_plain_request_is_told_apart(desk):
    _actor, client = desk
    asked = make_request(voicemail_ok=True)
    shown = words(client.get(f"/desk/{asked.reference}/").content.decode())
    assert "Ask for Olena Example" in shown and "A voicemail is fine" in shown
    assert "first name" not in shown and "Leave no message" not in shown


def test_no_text_message_goes_to_a_switchboard(desk, clinic, settings):
    settings.SMS_BACKEND = "portal.channels.sms.ConsoleBackend"
    actor, _client = desk
    booked(actor, *clinic, **careful())
    due = TOMORROW_TEN - timedelta(hours=2)  # at eight: no text message leaves at night
    assert reminders.remind_due(now=due) == 0
    AppointmentRequest.objects.update(phone_extension="")
    assert reminders.remind_due(now=due) == 1
    assert OutboundMessage.objects.get(name="appointments.reminder_by_text").to == "+442079460018"
