"""A crowd that acts at the same moment, round after round, each in a thread with a connection of its own."""

from collections import Counter
from collections.abc import Callable
from queue import SimpleQueue
from threading import Barrier, Thread
from typing import Any

from django.db import connection

PATIENCE = 60  # seconds; only a deadlock that nobody breaks takes so long
PEOPLE = 7  # with the test's own connection as many as the pool gives


class Crowd:
    """To be used with `with`: the threads and their connections last until its end."""

    def __init__(self, people: int = PEOPLE):
        self.people = people
        self.barrier = Barrier(people)
        self.jobs = [SimpleQueue() for _ in range(people)]
        self.outcomes: list[Any] = [None] * people
        self.done = SimpleQueue()
        self.threads = [Thread(target=self._work, args=[place], daemon=True) for place in range(people)]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception) -> None:
        for jobs in self.jobs:
            jobs.put(None)
        for thread in self.threads:
            thread.join(PATIENCE)

    def at_once(self, *jobs: Callable[[], Any]) -> list[Any]:
        """Lets everybody begin their job together; gives for each what it returned, or the exception it ended with."""
        assert len(jobs) == self.people
        for place, job in enumerate(jobs):
            self.jobs[place].put(job)
        for _ in jobs:
            self.done.get(timeout=PATIENCE)
        return list(self.outcomes)

    def _work(self, place: int) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous=OFF")  # power cuts are not what is tried here
        try:
            while job := self.jobs[place].get():
                self.barrier.wait(PATIENCE)
                try:
                    self.outcomes[place] = job()
                except Exception as error:
                    self.outcomes[place] = error
                self.done.put(place)
        finally:
            connection.close()


def tally(outcomes: list, allowed: tuple[type[Exception], ...]) -> Counter:
    """How often each kind of outcome came; fails if somebody was refused in another way than these."""
    strange = [outcome for outcome in outcomes if isinstance(outcome, Exception) and type(outcome) not in allowed]
    assert not strange, strange
    return Counter(type(outcome) for outcome in outcomes)


def won(outcomes: list) -> list:
    """What came of those who were not refused."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
