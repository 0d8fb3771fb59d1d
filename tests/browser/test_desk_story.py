"""At the desk, from the first call to the appointment, and every way in which two people or the day get in between."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from appointments.models import Appointment
from appointments.phones import Phone
from tests.appointments.given_time import faults
from tests.browser.desk_pages import (
    MINUTE,
    appointment_of,
    as_stored,
    desk_message,
    free_times,
    open_request,
    open_step,
    press_time,
    refusal,
    send,
    take_next,
)
from tests.browser.pages import press


@pytest.fixture
def two(desk, open_browser, log_in):
    """Two receptionists, each at a screen of their own."""
    pages = open_browser(), open_browser()
    for page, person in zip(pages, (desk.rory, desk.robin), strict=True):
        log_in(page, person)
    return pages


@pytest.mark.parametrize(
    "with_script", [pytest.param(True, marks=pytest.mark.journey), False], ids=["with-script", "without"]
)
def test_no_answer_tried_later_reached_booked_moved_arrived_attended(desk, clock, open_browser, log_in, with_script):
    asked = desk.asked()
    page = open_browser(java_script_enabled=with_script)
    log_in(page, desk.rory)
    take_next(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Example")
    press(page, "No answer")
    expect(page.locator("#calls-title + *, .said-list")).to_contain_text(["No answer"])
    assert as_stored(asked).status == "new"

    take_next(page)
    expect(desk_message(page)).to_contain_text("Nobody is to be called right now")
    clock.move_to(as_stored(asked).next_try_at + MINUTE)
    take_next(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Example")
    press(page, "Reached")
    press_time(page)
    expect(desk_message(page)).to_contain_text("Booked:")
    first = appointment_of(asked)

    press_time(page, 2)
    expect(desk_message(page)).to_contain_text("Moved to")
    moved = appointment_of(asked)
    assert moved.pk == first.pk and moved.starts_at != first.starts_at and moved.sequence == first.sequence + 1

    clock.move_to(moved.starts_at - 10 * MINUTE)
    log_in(page, desk.rory)
    page.goto("/desk/today/")
    line = page.locator(".appointment", has_text="Olena Example")
    expect(line.get_by_role("button")).to_have_text(["Has arrived: Olena Example"])
    press(page, "Has arrived")
    clock.move_to(moved.ends_at)
    page.reload()
    press(page, "The appointment took place")
    expect(line.get_by_text("attended")).to_be_visible()
    assert (as_stored(asked).status, as_stored(asked).outcome) == ("closed", "attended")
    assert faults() == []


def test_claimed_by_two_one_has_it_and_the_other_takes_it_over_out_loud(desk, two):
    rory, robin = two
    asked = desk.asked()
    for page in two:
        open_request(page, asked)
    press(rory, "Take it on")
    press(robin, "Take it on")
    expect(refusal(robin)).to_contain_text("nothing was stored")
    expect(refusal(robin)).to_contain_text("taken on – Rory Example")
    expect(robin.locator(".held-by")).to_contain_text("Taken on by Rory Example")
    assert as_stored(asked).claimed_by == desk.rory

    press(robin, "Take it over")
    assert as_stored(asked).claimed_by == desk.robin
    act = open_step(rory, "Decline")
    act.get_by_label("Reason").select_option(index=1)
    act.get_by_label("What the patient reads").fill("Please see your own doctor first.")
    send(act)
    expect(refusal(rory)).to_contain_text("nothing was stored")
    expect(rory.locator("main")).to_contain_text("Please see your own doctor first.")
    expect(rory.locator("main")).to_contain_text("Robin Sample")
    assert (as_stored(asked).status, as_stored(asked).public_answer) == ("in_progress", "")


def test_two_who_press_take_next_get_two_requests_and_a_third_nobody(desk, two):
    wishes = [desk.asked("Ada Example"), desk.asked("Ben Example")]
    for page in two:
        take_next(page)
    names = [page.get_by_role("heading", level=1).inner_text() for page in two]
    assert "Ada Example" in names[0] and "Ben Example" in names[1]
    assert [as_stored(asked).claimed_by for asked in wishes] == [desk.rory, desk.robin]


def test_a_time_taken_while_looking_offers_three_others(desk, two):
    wishes = [desk.asked("Ada Example"), desk.asked("Ben Example")]
    for page, asked in zip(two, wishes, strict=True):
        open_request(page, asked)
        press(page, "Take it on")
    rory, robin = two
    press_time(rory)
    press_time(robin)
    expect(refusal(robin)).to_contain_text("That time has just been taken")
    others = refusal(robin).locator("button")
    expect(others).to_have_count(3)
    with robin.expect_navigation():
        others.first.click()
    expect(desk_message(robin)).to_contain_text("Booked:")
    assert appointment_of(wishes[0]).starts_at != appointment_of(wishes[1]).starts_at
    assert faults() == []


def test_times_are_held_and_one_is_taken_by_phone(desk, two):
    page = two[0]
    asked = desk.asked()
    open_request(page, asked)
    press(page, "Take it on")
    act = open_step(page, "Hold times for the patient")
    for place in (0, 8, 16):
        act.get_by_role("checkbox").nth(place).check()
    send(act)
    assert as_stored(asked).status == "awaiting_patient"
    with page.expect_navigation():
        page.get_by_role("button", name="The patient takes this").first.click()
    expect(page.locator(".appointment-line")).to_be_visible()
    assert as_stored(asked).status == "booked"
    assert Appointment.objects.filter(status="pending").count() == 0
    assert faults() == []


def test_declined_merged_and_given_up(desk, clock, open_browser, log_in):
    page = open_browser()
    log_in(page, desk.rory)
    declined, first = desk.asked("Ada Example"), desk.asked("Ben Example")
    twin = desk.asked("Ben Example", phone=_phone_of(first))
    open_request(page, declined)
    press(page, "Take it on")
    act = open_step(page, "Decline")
    send(act)
    expect(page.get_by_text("Tell the patient what to do instead.").first).to_be_visible()
    act = page.locator("details.act[open]")
    act.get_by_label("Reason").select_option(label="A referral is needed first")
    act.get_by_label("What the patient reads").fill("Please see your own doctor first.")
    send(act)
    assert (as_stored(declined).outcome, as_stored(declined).declined_because) == ("declined", "referral")

    open_request(page, twin)
    press(page, "Keep that one, close this")
    assert (as_stored(twin).outcome, as_stored(twin).duplicate_of) == ("duplicate", first)

    lost = first
    for tried in range(3):
        open_request(page, lost)
        press(page, "Take it on")
        if tried == 0:
            send(open_step(page, "Close: could not be reached"))
            expect(refusal(page)).to_contain_text("Three attempts without success are needed first")
        press(page, "No answer")
    open_request(page, lost)
    send(open_step(page, "Close: could not be reached"))
    assert as_stored(lost).outcome == "unreachable"


def _phone_of(request):
    return Phone(request.phone_typed, request.phone_e164)


def test_a_no_show_is_taken_back_by_the_lead_and_our_cancelling_brings_the_request_to_the_top(
    desk, clock, open_browser, log_in
):
    page = open_browser()
    log_in(page, desk.rory)
    waiting, asked = desk.asked("Ada Example"), desk.asked("Ben Example")
    open_request(page, asked)
    press(page, "Take it on")
    press_time(page, 1)
    appointment = appointment_of(asked)

    clock.move_to(appointment.starts_at + 10 * MINUTE)
    log_in(page, desk.rory)
    open_request(page, asked)
    press(page, "Did not come")
    assert (as_stored(asked).outcome, appointment_of(asked).status) == ("no_show", "noshow")
    open_request(page, asked)
    expect(page.get_by_role("button", name="Take “did not come” back")).to_have_count(0)  # a lead's to do
    log_in(page, desk.lena)
    open_request(page, asked)
    press(page, "Take “did not come” back")
    assert (as_stored(asked).status, appointment_of(asked).status) == ("booked", "booked")

    open_request(page, asked)
    act = open_step(page, "We have to cancel")
    act.get_by_label("Note for colleagues").fill("The room is under water.")
    send(act)
    page.goto("/desk/")
    top = page.locator("[data-rows] li").first
    expect(top).to_contain_text("Ben Example")
    expect(top).to_contain_text("top")
    assert as_stored(asked).queue_rank == 0 and as_stored(waiting).queue_rank == 2
    assert faults() == []


@pytest.mark.journey
def test_leave_lists_whom_it_hits_and_each_is_moved_to_a_held_time(desk, clock, open_browser, log_in):
    page = open_browser()
    log_in(page, desk.lena)
    asked = desk.asked()
    open_request(page, asked)
    press(page, "Take it on")
    press_time(page)
    appointment = appointment_of(asked)
    page.goto("/desk/leave/")
    page.get_by_label("The practitioner is away").check()
    page.get_by_label("Who").select_option(label=appointment.practitioner.name)
    page.get_by_label("From day").fill(str(appointment.starts_at.date()))
    page.get_by_label("Until day").fill(str(appointment.starts_at.date() + timedelta(days=1)))
    press(page, "Enter and show the appointments")
    expect(page.locator(".hit")).to_contain_text("Olena Example")
    press(page, "Hold up to three other times for each")
    expect(page.locator(".hit").get_by_role("button")).to_have_count(3)
    with page.expect_navigation():
        page.locator(".hit").get_by_role("button").first.click()
    expect(page.get_by_text("No appointment is hit.")).to_be_visible()
    assert Appointment.objects.get(pk=appointment.pk).starts_at != appointment.starts_at
    assert Appointment.objects.filter(status="pending").count() == 0
    assert faults() == []


def test_with_the_keyboard_alone_from_take_next_to_booked(desk, open_browser, log_in):
    asked = desk.asked()
    page = open_browser()
    log_in(page, desk.rory)
    page.goto("/desk/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("n")
    with page.expect_navigation():
        page.keyboard.press("4")
    page.keyboard.press("b")
    expect(free_times(page).first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(desk_message(page)).to_contain_text("Booked:")
    assert as_stored(asked).status == "booked"


def test_keys_are_letters_while_somebody_types(desk, open_browser, log_in):
    desk.asked()
    page = open_browser()
    log_in(page, desk.rory)
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("n?jq")
    expect(page.get_by_role("searchbox")).to_have_value("n?jq")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_news_and_colleagues_appear_without_loading_again(desk, two):
    rory, robin = two
    asked = desk.asked()
    rory.clock.install()
    rory.goto("/desk/")
    desk.asked("Ada Example")
    rory.clock.run_for(16_000)
    expect(rory.locator(".news__words")).to_have_text("1 new request")
    expect(rory.get_by_role("link", name="Show them")).to_be_visible()
    open_request(rory, asked)
    robin.clock.install()
    open_request(robin, asked)
    robin.clock.run_for(16_000)
    rory.clock.run_for(16_000)
    expect(rory.locator("[data-presence]")).to_contain_text("Robin")
