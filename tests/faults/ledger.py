"""Patients who fill in the form over HTTP, and write down what the portal acknowledged."""

import random
import re
import secrets
import string
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from time import monotonic
from urllib.parse import urlencode

from appointments import link_secrets
from tests.appointments.builders import TYPED

HOST = "portal.example.org"
LEAST_SECONDS = 3.2  # from the start of a form to its end; who is quicker is set aside for a person to look at
PATIENCE = 90  # seconds during which the same page is sent again and again
_REFERENCE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{5}\b")
_numbers = iter(range(10**6))


@dataclass
class Form:
    """One form of one patient. `acknowledged`: the portal led to the request's own page, which showed `reference`."""

    number: int
    begun: float
    secret: str = ""
    acknowledged: bool = False
    reference: str = ""
    sent_again: int = 0

    @property
    def name(self) -> str:
        """A name that nobody else has."""
        letters = string.ascii_lowercase
        rest, word = self.number, ""
        for _place in range(5):
            rest, letter = divmod(rest, 26)
            word = letters[letter] + word
        return f"Ledger {word.capitalize()}"

    @property
    def email(self) -> str:
        return f"patient{self.number}@example.org"

    @property
    def status_path(self) -> str:
        return f"/appointments/{link_secrets.status_secret(self.secret)}/"

    def typed(self, step: str) -> dict[str, str]:
        """What this patient types at the step."""
        own = {
            "who": {"patient_name": self.name},
            "reach": {"email": self.email, "phone": f"020 7{self.number % 1000:03} {1000 + self.number // 1000}"},
        }
        return TYPED[step] | own.get(step, {})


class GaveUp(Exception):
    """No answer within PATIENCE, or one that no patient should get."""


@dataclass
class Ledger:
    """What all patients of one run wrote down. `answers`: how often each status came; `odd`: what should not come."""

    forms: list[Form] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    cut: int = 0
    slowest: float = 0.0
    odd: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int | None, seconds: float) -> None:
        """An answer, or that the connection broke (None)."""
        with self.lock:
            self.slowest = max(self.slowest, seconds)
            if status is None:
                self.cut += 1
            else:
                self.answers[status] = self.answers.get(status, 0) + 1

    def acknowledged(self) -> list[Form]:
        return [form for form in self.forms if form.acknowledged]


@dataclass
class Line:
    """What the way to the portal is like, how often (0 to 1).

    `hangs_up`: patients close the connection before they have read the answer. `power_cut`: what is sent at the last
    step carries the word to tests.faults.application to die, most often after it was stored.
    """

    hangs_up: float = 0.0
    power_cut: float = 0.0


class Patient:
    """A browser without JavaScript that sends the same page again until it has an answer, as a stubborn person does."""

    def __init__(self, port: int, ledger: Ledger, specialty: str, line: Line):
        self.port, self.ledger, self.specialty, self.line = port, ledger, specialty, line
        self.connection: HTTPConnection | None = None
        self.token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
        self.network = "198.18.0.1"

    def ask(self, stop: threading.Event, *, forms: int | None = None) -> None:
        """Fills in one form after another; each is sent once it is old enough. Until `stop`, or so many `forms`."""
        filled: list[Form] = []
        begun = 0
        while not stop.is_set() and (forms is None or begun < forms):
            begun += 1
            self._guarded(lambda: filled.append(self._fill()))
            while filled and monotonic() - filled[0].begun > LEAST_SECONDS:
                form = filled.pop(0)
                self._guarded(lambda form=form: self._send(form))
        for form in filled:
            self.let_time_pass(form)
            self._guarded(lambda form=form: self._send(form))
        self._hang_up()

    def let_time_pass(self, form: Form) -> None:
        """Waits until the form is old enough to be sent."""
        threading.Event().wait(max(0.0, LEAST_SECONDS - (monotonic() - form.begun)))

    def _guarded(self, work) -> None:
        try:
            work()
        except GaveUp as why:
            with self.ledger.lock:
                self.ledger.odd.append(str(why))

    def _fill(self) -> Form:
        form = Form(next(_numbers), monotonic())
        self.network = f"20.{form.number // 256}.{form.number % 256}.7"  # each from a household of its own
        start = f"/appointments/request/{self.specialty}/"
        form.secret = self._post(form, start, {}, leads_to=start).split("/")[-3]
        form.begun = monotonic()
        for step in ("who", "reach", "when", "more"):
            here = f"{start}{form.secret}/{step}/"
            self._post(form, here, form.typed(step), leads_to=f"{start}{form.secret}/", but_not=here)
        with self.ledger.lock:
            self.ledger.forms.append(form)
        return form

    def _send(self, form: Form) -> None:
        path = f"/appointments/request/{self.specialty}/{form.secret}/check/"
        self._post(form, path, form.typed("check"), leads_to=form.status_path)
        form.acknowledged = True
        form.reference = self.reference_shown(form)

    def reference_shown(self, form: Form) -> str:
        """What the request's own page calls it; "" if it does not say."""
        _status, _location, page = self._until_answered(form, "GET", form.status_path, None)
        found = _REFERENCE.search(page)
        return found[0] if found else ""

    def _post(self, form: Form, path: str, typed: dict, *, leads_to: str, but_not: str = "") -> str:
        body = urlencode({**typed, "csrfmiddlewaretoken": self.token, "website": ""})
        status, location, _page = self._until_answered(form, "POST", path, body)
        location = location.removeprefix(f"https://{HOST}")
        if status != 302 or not location.startswith(leads_to) or location == but_not:
            raise GaveUp(f"{path.rsplit('/', 2)[-2]}: {status} {'' if not location else 'elsewhere'}")
        return location

    def _until_answered(self, form: Form, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        until = monotonic() + PATIENCE
        while True:
            begun = monotonic()
            try:
                answer = self._once(method, path, body)
            except (OSError, HTTPException):
                self._hang_up()
                answer = None
            self.ledger.note(answer and answer[0], monotonic() - begun)
            if answer and answer[0] < 500:
                return answer
            if answer and answer[0] != 503:
                with self.ledger.lock:
                    self.ledger.odd.append(f"{path.rsplit('/', 2)[-2]}: {answer[0]}")
            if monotonic() > until:
                raise GaveUp(f"{path.rsplit('/', 2)[-2]}: no answer")
            form.sent_again += 1
            threading.Event().wait(0.2 + random.random() / 2)

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.network,
            "Referer": f"https://{HOST}{path}",
            "Cookie": f"__Host-csrf={self.token}",
        }
        if path.endswith("/check/") and random.random() < self.line.power_cut:
            headers["X-Power-Cut"] = random.choice(("after", "after", "after", "before"))
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        if random.random() < self.line.hangs_up:
            raise ConnectionAbortedError
        response = self.connection.getresponse()
        page = response.read().decode()
        if response.will_close:
            self._hang_up()
        return response.status, response.headers.get("Location", ""), page

    def _hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
