"""One patient with words that stand nowhere else, through everything that can be stored about a request; and a search
of everything that is stored anywhere, for these words."""

import logging
import subprocess
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.db import connection

from appointments.booking.actions import booking, claims, closing, contacts, looks, offers
from appointments.lifecycle.actor import PATIENT
from appointments.messages.actions import phone_tasks
from appointments.models import AppointmentRequest, PhoneTask
from appointments.phones import Phone
from appointments.requests.actions import drafts
from appointments.workflow import Status
from portal import outbox
from tests.appointments.builders import NOON
from tests.appointments.clinic import Clinic, at

HER = {  # every word of hers; two of them are typed, and stored in another form as well
    "patient_name": "Zdenka Quuxová-Example",
    "requester_name": "Vlastimil Quuxman",
    "for_whom": "other",
    "patient_birth_year": 1903,
    "phone": Phone("(020) 7946-0917", "+442079460917"),
    "email": "zdenka.quux@example.org",
    "reason": "Plaguey frobnication of the elbow",
    "access_needs": ["hearing", "quiet"],
    "access_note": "Walks with a gryphon",
    "language": "Sindarin",
    "call_times": ["midday"],
    "windows": [(date(2026, 12, 17), "evening")],
}
NOTE = "Her neighbour Blenkinsop picks up"
SAY = "Please tell her the wumpus time is held"
ON_TOP = "Zdenka insisted on this wibble hour"
ANSWER = "Ask the snark clinic instead"
WORDS = (
    *("Zdenka", "Quux", "quux", "Vlastimil", "7946-0917", "2079460917"),
    *("frobnication", "gryphon", "Sindarin", "Blenkinsop", "wumpus", "wibble", "snark", "2026-12-17"),
)
YEAR = "1903"  # counts where it stands alone: hashes may hold these digits


def whole_life(clinic: Clinic, **changes) -> AppointmentRequest:
    """Asked, called, noted, offered, booked on top, moved, missed, reopened, declined: closed at noon, and mailed."""
    request = clinic.request(**HER | changes)
    claims.let_go(request, by=clinic.desk, now=NOON)
    for outcome in ("no_answer", "reached"):
        claims.claim(request, by=clinic.desk, now=NOON)
        contacts.attempt(request, outcome=outcome, by=clinic.desk, now=NOON)
    contacts.write_note(request, text=NOTE, by=clinic.desk, now=NOON)
    looks.look(request, by=clinic.desk, now=NOON)
    looks.seen(request, by=clinic.desk, now=NOON)
    phone_tasks.ask_for_a_call(request, kind=PhoneTask.Kind.OFFER, say=SAY, dedupe_key=f"offer:{request.pk}", now=NOON)
    outbox.send_due(now=NOON)
    offer = offers.offer(request, times=[clinic.time(at(9))], lasts=timedelta(days=1), by=clinic.desk, now=NOON)
    offers.none_suits(offer, by=PATIENT, now=NOON)
    asked = closing.put_on_waiting_list(request, review_on=at(9).date(), by=clinic.desk, now=NOON)
    asked = closing.call_up(asked, by=clinic.lead, now=NOON)
    clinic.booked(at(10))
    appointment = booking.book(asked, **clinic.place(at(10)), by=clinic.lead, now=NOON, overbook_reason=ON_TOP)
    booking.cancel_by_clinic(appointment, reason="clinic", by=clinic.lead, now=NOON, note=NOTE)
    claims.claim(request, by=clinic.lead, now=NOON)
    return closing.decline(request, because="referral", public_answer=ANSWER, by=clinic.lead, now=NOON)


def unfinished(service) -> None:
    """She began another form, and left it."""
    secret = drafts.begin(service=service, edition=None, now=NOON)
    draft = drafts.RequestDraft.objects.get(key_digest=drafts.secrets.digest(secret))
    drafts.save_step(draft=draft, step="who", answers={"patient_name": [HER["patient_name"]]}, now=NOON)


def paper_pack(request: AppointmentRequest) -> Path:
    """A list for a day without power that names her."""
    folder = Path(settings.DATA_DIR) / "paper"
    folder.mkdir(exist_ok=True)
    pack = folder / "2026-11-25T12.html"
    pack.write_text(f"<p>{request.spoken_reference} {request.patient_name}, {request.phone_typed}</p>")
    return pack


# --- the search ------------------------------------------------------------------------------------------------------


def in_tables(words: Iterable[str] = WORDS) -> set[tuple[str, str]]:
    """(table, word) wherever one of these words stands, in any column of any table the database has."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            cells = [str(cell) for row in cursor.fetchall() for cell in row]
            found |= {(table, word) for word in words if any(word in cell for cell in cells)}
            found |= {(table, YEAR)} if YEAR in cells else set()
    return found


def in_files(*folders: Path, words: Iterable[str] = WORDS) -> set[tuple[str, str]]:
    """(file, word) wherever one of these words stands, in any byte of any file, its name included."""
    found = set()
    for folder in folders:
        for file in filter(Path.is_file, folder.rglob("*")):
            content = file.name.encode() + bytes_of(file)
            found |= {(file.name, word) for word in words if word.encode() in content}
    return found


def bytes_of(file: Path) -> bytes:
    """What a file holds. One of SQLite is read by another process: whoever opens and closes it beside SQLite takes the
    locks off, and may break the database (sqlite.org/howtocorrupt.html, 2.2)."""
    if ".sqlite3" not in file.name:
        return file.read_bytes()
    return subprocess.run(["cat", str(file)], check=True, capture_output=True).stdout


class Log:
    """Everything the portal logs, from the most talkative level on, while it is open."""

    def __enter__(self):
        self.stream = StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.level = logging.root.level
        logging.root.addHandler(self.handler)
        logging.root.setLevel(logging.INFO)
        return self

    def __exit__(self, *error):
        logging.root.removeHandler(self.handler)
        logging.root.setLevel(self.level)

    @property
    def text(self) -> str:
        return self.stream.getvalue()


def is_anonymous(request: AppointmentRequest) -> bool:
    return AppointmentRequest.objects.get(pk=request.pk).status == Status.ERASED
