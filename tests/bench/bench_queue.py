"""The desk with a million stored requests and 20,000 open ones beside the desk with a thousand and 400.

The same pages, found with the same queries, in two databases side by side; the ratio has to stay below 1.5. One is more
and is shown so that nobody forgets it: a name that few have is looked for in all names the desk may see, 60,000 here.
BENCH_ROWS in the environment takes another number for the million (with a fiftieth of it open), for a quick look.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.utils import timezone

from appointments.booking.actions import claims, closing
from appointments.demo.actions.clinic import make_demo_clinic
from appointments.desk import queue_lists
from appointments.lifecycle.actor import PATIENT, Actor
from appointments.models import AppointmentRequest
from appointments.workflow import Role
from portal.models import User
from tests.appointments.builders import make_request
from tests.bench import Result, compare, crowds, databases

MANY = int(os.environ.get("BENCH_ROWS", "1000000"))
ROUNDS = 15


class Side:
    """One of the two databases, with a receptionist who is logged in."""

    def __init__(self, name: str, settings: dict, *, stored: int, open_ones: int):
        self.database, self.open_ones = databases.opened(settings), open_ones
        with databases.instead(self.database):
            _fill(stored, open_ones)
            self.rory = User.objects.get(email="receptionist@demo.example")
            self.client = Client(headers={"host": "localhost"})
            self.client.force_login(self.rory)
            self.deep = self._deep_page()

    def opens(self, address: str):
        """A function that opens the address here."""

        def call():
            with databases.instead(self.database):
                answer = self.client.get(address)
                assert answer.status_code in (200, 302), answer.status_code
                return answer.content

        return call

    def takes_next(self):
        """A function that takes the next request, and takes that back, so that it stays the next one."""

        def call():
            with databases.instead(self.database), transaction.atomic():
                taken = claims.take_next(by=Actor(Role.RECEPTIONIST, self.rory), now=timezone.now())
                transaction.set_rollback(True)
                return taken

        return call

    def _deep_page(self) -> str:
        """The address of a page far down the queue."""
        deep = AppointmentRequest.objects.waiting().in_queue_order()[self.open_ones - 60]
        return f"/desk/?after={queue_lists._write_cursor(deep, queue_lists.TABS['waiting'])}"


def _fill(stored: int, open_ones: int) -> None:
    """All but the open ones are closed, over two years; the open ones came in over the last weeks."""
    now = timezone.now()
    answers = {"call_times": [], "email": ""}
    waiting = make_request(now=now, **answers)
    closed = closing.withdraw(make_request(now=now - timedelta(days=1), **answers), by=PATIENT, now=now)
    with transaction.atomic():
        every = max(int(timedelta(days=30).total_seconds()) // open_ones, 1)
        crowds.requests(waiting, number=open_ones - 1, first=1, seconds=every, since=now)
        every = max(int(timedelta(days=730).total_seconds()) // stored, 1)
        crowds.requests(closed, number=stored - open_ones - 1, first=open_ones, seconds=every, since=now)
    crowds.analysed()


def run() -> list[Result]:
    make_demo_clinic(passwords=Path(tempfile.mkdtemp()) / "demo-logins.txt")
    few, many = databases.copied("bench_few"), databases.copied("bench_many")
    small = Side("few", few, stored=1000, open_ones=400)
    large = Side("many", many, stored=MANY, open_ones=MANY // 50)
    sought = {"a reference": "00000123", "a phone number": "020 0000 0123"}
    pages = {
        "the first page": ("/desk/", "/desk/"),
        "a page far down": (large.deep, small.deep),
        "closed lately": ("/desk/?tab=closed", "/desk/?tab=closed"),
        "callable now": ("/desk/?callable=on", "/desk/?callable=on"),
        **{f"a search for {what}": (f"/desk/?q={typed}", f"/desk/?q={typed}") for what, typed in sought.items()},
        "a search for a name many have": ("/desk/?q=rashid", "/desk/?q=rashid"),
        "a search for a name one has": ("/desk/?q=zofia+216", "/desk/?q=zofia+216"),
    }
    results = [
        compare(f"{name}, many / few", large.opens(ours), small.opens(other), rounds=ROUNDS)
        for name, (ours, other) in pages.items()
    ]
    results.append(compare("take next, many / few", large.takes_next(), small.takes_next(), rounds=ROUNDS))
    return results
