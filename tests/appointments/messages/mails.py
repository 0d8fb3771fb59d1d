"""What patients find in their mail boxes: sent by the outbox, read as a mail program reads it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

from django.core import mail
from icalendar import Calendar

from appointments.booking.actions import booking, closing, offers
from appointments.lifecycle.actor import SYSTEM
from appointments.messages.actions import outgoing, reminders
from appointments.models import AppointmentRequest
from appointments.privacy.actions import erasure
from portal import outbox
from tests.appointments.builders import NOON
from tests.appointments.clinic import at


@dataclass(frozen=True)
class Letter:
    """One mail."""

    message: EmailMessage

    @property
    def subject(self) -> str:
        return self.message["Subject"].strip()

    @property
    def text(self) -> str:
        return self.message.get_body(["plain"]).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(["html"]).get_content()

    @property
    def words(self) -> list[str]:
        """The text, and what the HTML shows, each on one line."""
        body = re.sub(r"</?(?:a|strong)\b[^>]*>", "", re.split(r"<body[^>]*>", self.html)[1])
        shown = re.sub(r"<[^>]+>", " ", body)
        return [" ".join(self.text.split()), " ".join(shown.split())]

    @property
    def entry(self):
        """The entry of its calendar file, and the method; None if there is no file."""
        for part in self.message.iter_attachments():
            calendar = Calendar.from_ical(part.get_content())
            assert part.get_content_type() == "text/calendar"
            assert part["Content-Type"].params["method"] == calendar["METHOD"]
            return calendar.walk("VEVENT")[0], calendar["METHOD"]
        return None

    @property
    def links(self) -> set[str]:
        """The paths it leads to, in either part."""
        return set(re.findall(r"http://testserver(/[^\s\"<]*)", self.text + self.html))

    @property
    def everything(self) -> str:
        """Its headers, its parts and its file, decoded."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.message.items())
        files = [part.get_content() for part in self.message.iter_attachments()]
        return "\n".join([headers, self.text, self.html, *(file.replace("\r\n ", "") for file in files)])


def post(now: datetime) -> list[Letter]:
    """The mails that leave now, in order."""
    before = len(mail.outbox)
    outbox.send_due(now=now)
    sent = [message.message().as_bytes() for message in mail.outbox[before:]]
    return [Letter(message_from_bytes(each, policy=policy.default)) for each in sent]


def every_letter(clinic, **answers) -> dict[str, Letter]:
    """One mail of each kind this app sends, by its name, of requests with these answers."""
    now, found, numbers = NOON, {}, count(1)

    def note(name: str) -> None:
        nonlocal now
        now += timedelta(minutes=3)
        letters = [letter for letter in post(now) if name == "received" or " has arrived" not in letter.subject]
        [found[name]] = letters

    def asked():
        return clinic.request(now=now, email=f"patient{next(numbers)}@example.org", **answers)

    def how():
        return {"by": clinic.desk, "now": now}

    asked()
    note("received")
    request = asked()
    outgoing.new_link(request, now)
    note("new_link")
    outgoing.promise_broken(request, now)
    note("promise_broken")
    times = [clinic.time(at(14)), clinic.time(at(9, days=2))]
    offers.offer(request, times=times, lasts=timedelta(days=1), **how())
    note("offered")
    closing.decline(asked(), because="referral", public_answer="Your doctor at Riverside can refer you.", **how())
    note("declined")
    appointment = booking.book(asked(), **clinic.place(at(10)), **how())
    note("booked")
    appointment = booking.move_appointment(appointment, **clinic.place(at(11)), **how())
    note("moved")
    now = appointment.starts_at - timedelta(hours=48)
    reminders.remind_due(now=now)
    note("reminder")
    hit = booking.book(asked(), **clinic.place(at(15)), **how())
    note("booked")
    booking.cancel_by_clinic(hit, reason="clinic", **how())
    note("cancelled_by_clinic")
    appointment = booking.cancel(appointment, **how())
    note("cancelled")
    AppointmentRequest.objects.filter(pk=appointment.request_id).update(erasure_asked_at=now)
    erasure.erase(appointment.request, by=SYSTEM, now=now, on_their_wish=True)
    note("erased")
    return found
