"""The clinic's office in the admin: places, hours, closures and public holidays, with and without JavaScript."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from appointments.models import Location, OpeningHours, ScheduleException, WorkingHours
from tests.browser.axe import places
from tests.browser.pages import press, widen

PLACES = "/admin/appointments"


def pages_of_the_office(page):
    """Opens one page after the other in each state worth looking at, and gives the name of each."""
    for model, row in (
        ("location", Location.objects.first()),
        ("openinghours", OpeningHours.objects.first()),
        ("workinghours", WorkingHours.objects.first()),
        ("scheduleexception", ScheduleException.objects.first()),
    ):
        page.goto(f"{PLACES}/{model}/")
        yield f"{model}-list"
        page.goto(f"{PLACES}/{model}/add/")
        yield f"{model}-add"
        page.goto(f"{PLACES}/{model}/{row.pk}/change/")
        yield f"{model}-change"
    page.goto(f"{PLACES}/scheduleexception/holidays/?year={timezone.localdate().year + 1}")
    yield "holidays"
    press(page, "Close the clinic on these days")
    yield "holidays-nothing-ticked"
    page.goto(f"{PLACES}/workinghours/add/")
    save(page)
    yield "workinghours-refused"
    page.goto(f"{PLACES}/scheduleexception/add/")
    fill_in_leave(page, _next_time_the_clocks_go_back(), "01:30")
    save(page)
    yield "scheduleexception-which-of-two"


def save(page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def fill_in_leave(page, day: date, clock: str) -> None:
    page.get_by_label("Kind").select_option(label="The practitioner is away")
    page.get_by_label("Practitioner").select_option(label="Dr Ada Example")
    page.locator("#id_starts_day").fill(str(day))
    page.locator("#id_starts_time").fill(clock)
    page.locator("#id_ends_day").fill(str(day))


def _next_time_the_clocks_go_back() -> date:
    """The last Sunday in October, this year or next: the demo clinic is in London."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        day = date(year, 10, 31)
        day -= timedelta(days=day.isoweekday() % 7)
        if day > today:
            return day
    raise AssertionError


@pytest.fixture
def office(clinic):
    """The demo clinic, closed tomorrow."""
    tomorrow = timezone.now() + timedelta(days=1)
    return ScheduleException.objects.create(
        kind="closure", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=8), made_at=timezone.now()
    )


def test_axe_finds_nothing_in_the_office(office, open_browser, log_in, staff, subtests):
    page = open_browser()
    log_in(page, staff("lead"))
    for state in pages_of_the_office(page):
        for width, scheme in ((1280, "light"), (390, "dark")):
            widen(page, width)
            page.emulate_media(color_scheme=scheme)
            page.evaluate("document.getAnimations().forEach(one => one.finish())")  # the admin's colours fade
            with subtests.test(state=state, width=width, scheme=scheme):
                assert places(page, other_layout=width == 390) == []


@pytest.mark.parametrize("with_script", [True, False], ids=["with-script", "without"])
def test_a_lead_closes_the_clinic_and_enters_leave(office, open_browser, log_in, staff, with_script):
    page = open_browser("desktop", java_script_enabled=with_script)
    log_in(page, staff("lead"))
    office.delete()
    year = timezone.localdate().year + 1
    page.goto(f"{PLACES}/scheduleexception/")
    page.get_by_role("link", name="Suggest public holidays").click()
    page.get_by_role("link", name=str(year), exact=True).click()
    page.get_by_label("Christmas Day", exact=False).first.check()
    press(page, "Close the clinic on these days")
    assert "1 closure was stored." in page.locator(".messagelist").inner_text()
    assert ScheduleException.objects.get().public_reason == "Christmas Day"

    page.goto(f"{PLACES}/scheduleexception/add/")
    back = _next_time_the_clocks_go_back()
    fill_in_leave(page, back, "01:30")
    save(page)
    assert "comes twice" in page.locator(".form-row.errors, .errorlist").first.inner_text()
    page.get_by_label("after the clocks have gone back").check()
    save(page)
    leave = ScheduleException.objects.get(kind="leave")
    assert leave.starts_at.hour == 1 and leave.practitioner.name == "Dr Ada Example"


def test_a_lead_gives_somebody_an_evening(office, desktop, log_in, staff):
    log_in(desktop, staff("lead"))
    desktop.goto(f"{PLACES}/workinghours/add/")
    desktop.get_by_label("Practitioner").select_option(label="Dr Ada Example")
    desktop.get_by_label("Day").select_option(label="Monday")
    desktop.locator("#id_starts").fill("16:00")
    desktop.locator("#id_ends").fill("19:00")
    desktop.get_by_label("Where").select_option(label="Riverside House")
    desktop.locator("#id_valid_from").fill("2026-11-01")
    save(desktop)
    assert "Dr Ada Example, Monday 13:30–16:30" in desktop.locator(".errorlist").inner_text()
    desktop.locator("#id_starts").fill("16:30")
    save(desktop)
    assert WorkingHours.objects.filter(practitioner__name="Dr Ada Example", weekday=1).count() == 3
