"""The paper pack: written by the hour, once, whole and for nobody else's eyes; and typed in, each line once."""

import os
import re
import stat
from datetime import timedelta

import pytest

from appointments import link_secrets
from appointments.models import AppointmentRequest, PaperLine, PaperPack
from appointments.paper import actions
from appointments.paper.actions import TypedAlready
from tests.appointments.builders import NOON, at_once, make_answers, make_request
from tests.appointments.clinic import at, make_actor, refused
from tests.appointments.kept_clinic import kept_clinic

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "paper"


def test_it_is_written_once_an_hour_and_read_by_nobody_else(service, folder):
    assert actions.write_hourly(now=NOON + timedelta(minutes=7)) == 1
    assert actions.write_hourly(now=NOON + timedelta(minutes=59)) == 0
    assert actions.write_hourly(now=NOON + HOUR) == 1
    assert sorted(file.name for file in folder.iterdir()) == [
        "pack-2026-11-25-1207+0000.html",
        "pack-2026-11-25-1300+0000.html",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_day_of_packs_is_kept(service, folder):
    for number in range(26):
        file = actions.write_now(now=NOON + number * HOUR)
        os.utime(file, ns=(number, number))
    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == actions.PACKS_KEPT == 24 and names[0] == "pack-2026-11-25-1400+0000.html"


def test_what_fails_leaves_neither_half_a_file_nor_a_row_and_is_tried_again(service, folder, monkeypatch):
    def full(*paths):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(os, "fsync", full)
        actions.write_hourly(now=NOON)
    assert not PaperPack.objects.exists() and list(folder.glob("*.html")) == []
    assert actions.write_hourly(now=NOON) == 1
    assert [file.suffix for file in folder.iterdir()] == [".html"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one(folder):
    kept_clinic()
    written = at_once([lambda: actions.write_hourly(now=NOON)] * 3)
    assert sum(written) == PaperPack.objects.count() == len(list(folder.iterdir())) == 1


def test_the_pack_needs_nothing_from_anywhere_and_says_when_it_was_written():
    clinic = kept_clinic()
    clinic.booked(NOON + 3 * HOUR, patient_name="<b>Bo</b> Example", access_needs=["step_free"])
    clinic.booked(at(9, days=7), patient_name="Far Away")
    make_request(clinic.service, patient_name="Wanda Waiting", voicemail_ok=False, email="wanda@example.org")
    html = actions.take_pack(by=clinic.desk, now=NOON)[1].html
    assert "Written Wednesday 25 November 2026, 12:00." in html
    for shown in (
        "&lt;b&gt;Bo&lt;/b&gt; Example",
        "15:00–15:30",
        "A way in without steps",
        "Wanda Waiting",
        "Leave no message",
    ):
        assert shown in html
    for hidden in ("Far Away", "Cramps since Sunday", "wanda@example.org", "<b>Bo"):
        assert hidden not in html
    assert not re.search(r"(?:src|href|url\(|@import|https?:)", html)


def test_each_sheet_has_a_serial_of_its_own():
    clinic = kept_clinic(doctors=2)
    for doctor in clinic.doctors:
        clinic.booked(NOON + 3 * HOUR, doctor)
    stored, made = actions.take_pack(by=clinic.desk, now=NOON)
    found = re.findall(r'class="serial">([^<]+)<', made.html)
    assert found == [f"{stored.serial}-{number}" for number in range(1, 6)]  # two days, the queue, two with empty lines


def test_who_took_a_pack_and_how_many_are_on_it_is_kept():
    clinic = kept_clinic()
    clinic.booked(NOON + 3 * HOUR)
    make_request(clinic.service)
    actions.take_pack(by=clinic.desk, now=NOON)
    actions.write_hourly(now=NOON)
    by_hand, by_the_hour = PaperPack.objects.order_by("pk")
    assert (by_hand.by, by_hand.people, by_hand.hour) == (clinic.desk.user, 2, None)
    assert (by_the_hour.by, by_the_hour.people, by_the_hour.hour) == (None, 2, NOON)


# --- typed in --------------------------------------------------------------------------------------------------------


def typed(service, by, *, line=3, secret=None, **answers) -> AppointmentRequest:
    return actions.type_in(
        make_answers(**answers),
        service,
        serial="1125-K7M-4",
        line=line,
        by=by,
        now=NOON,
        form_secret=secret or link_secrets.new_secret(),
    )


def test_a_line_becomes_a_request_of_whoever_typed_it(service):
    desk = make_actor()
    request = typed(service, desk)
    assert (request.channel, request.claimed_by, request.status) == ("paper", desk.user, "in_progress")
    line = PaperLine.objects.get()
    assert (line.serial, line.line, line.request, line.typed_by) == ("1125-K7M-4", 3, request, desk.user)


def test_a_line_typed_in_twice_is_noticed_and_leads_to_the_first(service):
    first, colleague = typed(service, make_actor()), make_actor()
    refusal = refused(TypedAlready, typed, service, colleague, patient_name="Olena Exampel")
    assert refusal.request == first and str(first) in str(refusal)
    assert typed(service, colleague, line=4).pk != first.pk


def test_the_same_form_sent_twice_is_one_request(service):
    desk, secret = make_actor(), link_secrets.new_secret()
    assert typed(service, desk, secret=secret) == typed(service, desk, secret=secret)
    assert AppointmentRequest.objects.count() == PaperLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_line_typed_by_two_at_once_is_one_request():
    clinic = kept_clinic()

    def attempt(by):
        try:
            return typed(clinic.service, by).pk
        except TypedAlready as refusal:
            return refusal.request.pk

    found = at_once([lambda by=by: attempt(by) for by in (clinic.desk, clinic.lead, make_actor())])
    assert len(set(found)) == AppointmentRequest.objects.count() == PaperLine.objects.count() == 1
