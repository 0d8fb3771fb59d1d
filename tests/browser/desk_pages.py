"""The reception desk with a browser: who works there, what they press, and a walk past every screen in every state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from appointments.demo.actions import busy_day
from appointments.demo.actions.clinic import make_demo_clinic
from appointments.models import (
    Appointment,
    AppointmentRequest,
    ChainCheck,
    FreedTime,
    HealthcareService,
    ScheduleException,
    WaitlistEntry,
    WaitlistSkip,
)
from appointments.phones import Phone
from portal.accounts.actions import note_those_there
from portal.models import User
from tests.appointments.builders import make_request, make_specialist
from tests.browser.pages import press
from tests.builders import make_user
from tests.snapshots import once

MONDAY_MORNING = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)  # London is on UTC then
FRIDAY = MONDAY_MORNING - timedelta(days=3)
SPECIALTIES = ("neurologist", "therapist", "vertebrologist", "orthopedist", "manual-therapist", "physiotherapist")
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """Who sits there."""

    rory: User  # reception
    robin: User  # reception, too
    lena: User  # leads the desk
    clara: User  # sees patients
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(100, 1000)))

    def asked(self, name="Olena Example", *, at=FRIDAY, slug="neurologist", **answers) -> AppointmentRequest:
        """Somebody sent the form; each has a phone number of their own, and may be called at any hour."""
        number = next(self.numbers)
        own = {"phone": Phone(f"020 7946 0{number}", f"+442079460{number}"), "call_times": [], "email": ""}
        service = HealthcareService.objects.get(specialty__slug=slug)
        return make_request(service, now=at, patient_name=name, **own | answers)

    def rehearse(self) -> None:
        """A whole busy Monday."""
        once("rehearsal", lambda: busy_day.fill_busy_day(day=MONDAY_MORNING.date(), now=MONDAY_MORNING, requests=0))


def make_desk(*, passwords: Path) -> Desk:
    """The demo clinic. Its accounts are those of a rehearsal."""
    for slug in SPECIALTIES:
        make_specialist(slug)
    make_demo_clinic(passwords=passwords)
    robin = make_user("receptionist", email=busy_day.SECOND_RECEPTIONIST, display_name="Robin Sample, reception")
    note_those_there(now=timezone.now())
    by_role = {slug: User.objects.get(email=f"{slug}@demo.example") for slug in ("receptionist", "lead", "clinician")}
    return Desk(by_role["receptionist"], robin, by_role["lead"], by_role["clinician"])


# --- what people press -----------------------------------------------------------------------------------------------


def desk_message(page: Page) -> Locator:
    """What the desk says after a step."""
    return page.locator(".said")


def refusal(page: Page) -> Locator:
    return page.get_by_role("alert")


def take_next(page: Page) -> None:
    page.goto("/desk/")
    press(page, "Take next")


def open_request(page: Page, request: AppointmentRequest) -> None:
    page.goto(f"/desk/{request.reference}/")


def free_times(page: Page) -> Locator:
    """The buttons of the free times on the page of a request."""
    return page.locator(".free-day .time-button")


def press_time(page: Page, place: int = 0) -> None:
    """Books, or moves to, the so-manieth free time."""
    with page.expect_navigation():
        free_times(page).nth(place).click()


def open_step(page: Page, label: str) -> Locator:
    """Opens a step that has a form, and gives it."""
    act = page.locator("details.act", has=page.locator("summary", has_text=label)).first
    act.locator("summary").click()
    return act


def send(act: Locator) -> None:
    """Presses the button of an unfolded step."""
    with act.page.expect_navigation():
        act.locator("form button").last.click()


def as_stored(request: AppointmentRequest) -> AppointmentRequest:
    """The request as it is stored now."""
    return AppointmentRequest.objects.select_related("claimed_by").get(pk=request.pk)


def appointment_of(request: AppointmentRequest) -> Appointment:
    return Appointment.objects.select_related("practitioner").filter(request=request).latest("pk")


# --- past every screen -----------------------------------------------------------------------------------------------

TABS = ("waiting", "mine", "appointments", "answer", "list", "earlier", "closed", "quarantine")


def queue_screens(page: Page) -> Iterator[str]:
    """The queue and the other lists, narrowed down, searched, empty."""
    for tab in TABS:
        page.goto(f"/desk/?tab={tab}")
        yield f"list: {tab}"
    page.goto("/desk/?language=nothing+like+it&callable=on")
    yield "list, narrowed to nothing"
    page.goto("/desk/?q=example")
    yield "search, many found"
    page.goto("/desk/?q=xyzzy")
    yield "search, nothing found"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "keys, on top of the page"
    page.goto("/desk/keys/")
    yield "keys"


def first_request(**where) -> AppointmentRequest:
    return AppointmentRequest.objects.filter(**where).order_by("pk").first()


def request_screens(page: Page, me: User) -> Iterator[str]:
    """The page of a request in each status, every form unfolded, and each way in which a step is refused."""
    now = timezone.now()
    seen = {
        "new": first_request(status="new", queue_rank=2),
        "mine": first_request(claimed_by=me, claim_expires_at__gt=now),
        "a colleague’s": AppointmentRequest.objects.filter(claim_expires_at__gt=now).exclude(claimed_by=me).first(),
        "cancelled by us": first_request(queue_rank=0),
        "possible duplicate": first_request(duplicates__isnull=False),
        "waiting for an answer": first_request(status="awaiting_patient"),
        "booked": first_request(status="booked", appointments__status="booked"),
        "arrived": first_request(appointments__status="arrived"),
        "cancelling": first_request(status="cancel_pending"),
        "waiting list": first_request(status="waiting_list"),
        "to be checked": first_request(status="quarantined"),
        "declined": first_request(outcome="declined"),
        "did not come": first_request(outcome="no_show"),
        "duplicate": first_request(outcome="duplicate"),
    }
    for state, request in seen.items():
        open_request(page, request)
        page.locator("details.act").evaluate_all("every => every.forEach(one => (one.open = true))")
        yield f"request: {state}"
    page.goto(f"/desk/{seen['booked'].reference}/history/")
    yield "history"
    yield from _refusals(page, seen["mine"])


def _refusals(page: Page, mine: AppointmentRequest) -> Iterator[str]:
    open_request(page, mine)
    send(open_step(page, "Decline"))
    yield "request, with errors"
    open_request(page, mine)
    act = open_step(page, "Decline")
    act.get_by_label("Reason").select_option(index=1)
    act.get_by_label("What the patient reads").fill("Please see your own doctor first.")
    AppointmentRequest.objects.filter(pk=mine.pk).update(version=mine.version + 1)
    send(act)
    yield "request, changed meanwhile"


def time_screens(page: Page) -> Iterator[str]:
    """Calendar, today's list, leave, and a request taken by phone."""
    page.goto("/desk/calendar/")
    yield "calendar, a day"
    booking = first_request(claim_expires_at__gt=timezone.now())
    page.goto(f"/desk/calendar/?for={booking.reference}&day=2026-11-24")
    yield "calendar, choosing a time"
    leave = ScheduleException.objects.get(kind="leave")
    page.goto(f"/desk/calendar/{leave.practitioner_id}/?day={timezone.localdate(leave.starts_at)}")
    yield "calendar, a week with leave"
    page.goto("/desk/calendar/?day=2026-11-29")
    yield "calendar, nobody works"
    page.goto("/desk/today/")
    yield "today"
    page.goto("/desk/today/?day=2026-11-29")
    yield "today, no appointments"
    page.goto("/desk/leave/")
    yield "leave"
    press(page, "Enter and show the appointments")
    yield "leave, with errors"
    page.goto(f"/desk/leave/{leave.pk}/")
    yield "appointments hit"
    press(page, "Hold up to three other times for each")
    yield "appointments hit, other times held"
    page.goto("/desk/new/")
    yield "taking a request"
    press(page, "Keep and open it")
    yield "taking a request, with errors"


def lead_screens(page: Page) -> Iterator[str]:
    """Somebody on the waiting list past whom a time went; the numbers; paper, and typing it in."""
    entry = WaitlistEntry.objects.filter(ended_at=None, request__status="waiting_list").first()
    freed = FreedTime.objects.order_by("pk").first()
    WaitlistSkip.objects.create(entry=entry, freed_time=freed, reason="wishes", at=timezone.now())
    open_request(page, entry.request)
    yield "request: a time went past it"
    page.goto("/desk/numbers/")
    yield "numbers"
    page.goto("/desk/paper/")
    with page.expect_download():
        page.get_by_role("button", name="Get the pack as it stands now").click()
    page.reload()
    yield "paper"
    page.goto("/desk/paper/typed/")
    press(page, "Keep and open it")
    yield "typing in, with errors"


def oversight_screens(page: Page) -> Iterator[str]:
    """What a desk lead sees of looks, exports and feeds, and what it says when something is wrong."""
    page.goto("/desk/access/")
    yield "who looked at what"
    page.goto("/desk/access/?first_day=2026-11-24&last_day=2026-11-23")
    yield "who looked, with errors"
    page.goto("/desk/export/")
    yield "export"
    press(page, "Write it down and download")
    yield "export, with errors"
    page.goto("/desk/feeds/")
    page.locator(".feed-list button").first.click()
    expect(page.locator(".feed-address")).to_be_visible()
    yield "calendar feeds, one just made"
    broken = ["request 7: event 9 was altered"]
    ChainCheck.objects.create(checked_at=timezone.now(), events=9, faults=1, fault_descriptions=broken)
    page.goto("/desk/access/")
    yield "the histories are broken"
