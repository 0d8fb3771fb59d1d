"""One request on the screen: what it shows, every step it offers, and what happens when somebody was faster."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.booking.actions import claims, closing, contacts, looks
from appointments.desk.request_card import DUPLICATES_SHOWN
from appointments.models import AppointmentRequest, ContactAttempt, DeskNote, Event
from appointments.workflow import Status, Step
from tests.appointments.builders import NOON, make_request
from tests.appointments.desk.builders import at_desk, open_clinic, taken
from tests.snapshots import once


@pytest.fixture
def clinic(service):
    return once("open clinic of Dr Ada", lambda: open_clinic(service, name="Dr Ada Example"))


@pytest.fixture
def desk(clinic):
    return at_desk(display_name="Lena Example, desk lead", role="lead")


def post(client, asked, step, **typed):
    asked.refresh_from_db()
    return client.post(f"/desk/{asked.reference}/{step}/", {"version": asked.version} | typed)


def text(response) -> str:
    return response.content.decode()


def test_the_page_shows_what_the_call_needs(desk):
    _actor, client = desk
    asked = make_request(for_whom="child", requester_name="Pat Example", voicemail_ok=False, access_needs=["step_free"])
    page = text(client.get(f"/desk/{asked.reference}/"))
    for words in (
        "Olena Example",
        "Pat Example",
        'href="tel:+442079460123"',
        "Leave no message",
        "A way in without steps",
        "Cramps since Sunday",
        asked.spoken_reference,
    ):
        assert words in page


def test_opening_the_page_is_written_down_and_nothing_else(desk):
    actor, client = desk
    asked = make_request()
    before = AppointmentRequest.objects.values().get(pk=asked.pk)
    client.get(f"/desk/{asked.reference}/")
    assert AppointmentRequest.objects.values().get(pk=asked.pk) == before
    assert Event.objects.filter(request=asked, step=Step.LOOK, by=actor.user).count() == 1


def test_a_reference_typed_otherwise_leads_to_the_one_address_and_one_that_is_none_is_not_found(desk):
    _actor, client = desk
    asked = make_request()
    for typed in (asked.reference.lower(), f"{asked.reference[:3]}-{asked.reference[3:]}"):
        assert client.get(f"/desk/{typed}/").url == f"/desk/{asked.reference}/"
    for typed in ("ZZZZZZZZ", "calendar", "UUUUUUUU"):
        assert client.get(f"/desk/{typed}/note/").status_code in (404, 405)


def test_one_tap_keeps_how_a_call_ended(desk):
    actor, client = desk
    for outcome in ("no_answer", "left_message", "wrong_number", "reached"):
        asked = taken(actor)
        assert post(client, asked, "attempt", outcome=outcome).status_code == 302
        assert ContactAttempt.objects.get(request=asked).outcome == outcome


def test_a_change_meanwhile_keeps_what_was_typed_and_shows_what_happened(desk):
    actor, client = desk
    asked = taken(actor)
    old = asked.version
    colleague, _ = at_desk(display_name="Rory Example, reception")
    claims.take_over(asked, by=colleague, now=NOON)
    typed = {"version": old, "because": "referral", "public_answer": "Please see your family doctor first."}
    response = client.post(f"/desk/{asked.reference}/decline/", typed)
    assert response.refused
    page = text(response)
    assert "Changed meanwhile" in page
    assert "taken over" in page and "Rory Example" in page
    assert "Please see your family doctor first." in page
    asked.refresh_from_db()
    assert asked.status == Status.IN_PROGRESS


def test_what_a_colleague_has_taken_on_is_shown_and_can_be_taken_over(clinic):
    lead, _ = at_desk("lead", display_name="Lena Example, desk lead")
    actor, client = at_desk()
    asked = taken(lead)
    page = text(client.get(f"/desk/{asked.reference}/"))
    assert "Taken on by <strong>Lena Example</strong> since today, 12:00." in page
    response = post(client, asked, "decline", because="referral", public_answer="See your doctor.")
    assert response.refused
    assert "See your doctor." in text(response)
    assert post(client, asked, "take_over").status_code == 302
    asked.refresh_from_db()
    assert asked.claimed_by == actor.user


def test_an_error_in_a_form_keeps_the_form_open_with_what_was_typed(desk):
    actor, client = desk
    asked = taken(actor)
    response = post(client, asked, "decline", because="", public_answer="Please see your family doctor.")
    assert response.refused
    assert "Please see your family doctor." in text(response)
    assert any(button.is_open for button in response.context["unfolding"] if button.step == "decline")


def test_each_step_leads_where_the_table_says(desk, subtests):
    actor, client = desk
    for step, typed, status in (
        ("decline", {"because": "referral", "public_answer": "Please see your doctor first."}, "closed"),
        ("withdraw", {}, "closed"),
        ("wait", {"review_on": "2026-12-20", "notice_hours": "24"}, "waiting_list"),
        ("let_go", {}, "new"),
        ("note", {"text": "Prefers to be called Lena"}, "in_progress"),
        ("correct", {"phone": "020 7946 0999"}, "in_progress"),
    ):
        with subtests.test(step):
            asked = taken(actor)
            assert post(client, asked, step, **typed).status_code == 302
            asked.refresh_from_db()
            assert asked.status == status


def test_giving_up_too_early_is_refused_in_words(desk):
    actor, client = desk
    asked = taken(actor)
    response = post(client, asked, "give_up")
    assert response.refused
    assert "Three attempts" in text(response)


def test_a_duplicate_is_shown_side_by_side_and_merged_by_a_press(desk):
    actor, client = desk
    first = make_request(now=NOON - timedelta(hours=2))
    asked = taken(actor)
    page = client.get(f"/desk/{asked.reference}/")
    assert [other["reference"] for other in page.context["duplicates"]] == [first.reference]
    assert post(client, asked, "merge", into=first.reference).status_code == 302
    asked.refresh_from_db()
    assert (asked.outcome, asked.duplicate_of) == ("duplicate", first)


def test_a_step_that_does_not_exist_is_not_found_and_a_get_leads_to_the_request(desk):
    _actor, client = desk
    asked = make_request()
    assert client.post(f"/desk/{asked.reference}/explode/").status_code == 404
    assert client.get(f"/desk/{asked.reference}/decline/").url == f"/desk/{asked.reference}/"


def test_a_broken_version_is_no_error(desk):
    actor, client = desk
    asked, versions = taken(actor), ("", "x", "-1", "9" * 40, "²")
    for number, version in enumerate(versions):
        typed = {"version": version, "text": f"Note {number}"}
        assert client.post(f"/desk/{asked.reference}/note/", typed).status_code == 302
    assert DeskNote.objects.count() == len(versions)


def test_script_in_a_note_is_text(desk):
    actor, client = desk
    asked = taken(actor, reason="<script>alert(1)</script>")
    contacts.write_note(asked, text="<img src=x onerror=alert(2)>", by=actor, now=NOON)
    page = text(client.get(f"/desk/{asked.reference}/"))
    assert "<script>alert" not in page and "<img src=x" not in page


def test_the_history_is_read_page_by_page(desk):
    actor, client = desk
    asked = taken(actor)
    for _ in range(60):
        looks.record_look(asked, by=actor, now=NOON)
    first = client.get(f"/desk/{asked.reference}/history/")
    assert len(first.context["entries"]) == 50
    second = client.get(f"/desk/{asked.reference}/history/{first.context['next_url']}")
    assert len(second.context["entries"]) == 12
    assert second.context["next_url"] == ""


def test_the_page_costs_a_fixed_number_of_queries(desk, clinic):
    actor, client = desk
    asked = taken(actor)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/desk/{asked.reference}/")
    for _ in range(5):
        make_request(now=NOON - timedelta(hours=3))
        contacts.write_note(asked, text="Called", by=actor, now=NOON)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/desk/{asked.reference}/")
    looks_at_duplicates = DUPLICATES_SHOWN * 5  # each an event of its own history
    assert len(many) <= len(few) + 1 + looks_at_duplicates
    assert len(few) <= 60


def test_closed_requests_show_how_they_ended(desk):
    actor, client = desk
    asked = taken(actor)
    closing.decline(asked, because="referral", public_answer="See your doctor first.", by=actor, now=NOON)
    page = text(client.get(f"/desk/{asked.reference}/"))
    assert "See your doctor first." in page
    assert "Open it again" in page
