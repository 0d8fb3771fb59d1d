"""Several people, or workers, doing something at the same moment, each with a database connection of their own."""

from collections.abc import Callable
from threading import Barrier, Event, Thread, Timer
from typing import Any

from django.db import connection

PATIENCE = 30  # seconds; only a deadlock waits as long


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Starts all jobs together; gives for each what it returned, or the exception it ended with."""
    start = Barrier(len(jobs))
    outcomes: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            outcomes[place] = job()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, job), daemon=True) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "two jobs wait for each other"
    return outcomes


def until(true) -> bool:
    """Looks again and again, until it is true or patience is over."""
    over, pause = Event(), Event()
    timer = Timer(PATIENCE, over.set)
    timer.start()
    try:
        while not over.is_set():
            if true():
                return True
            pause.wait(0.05)
        return False
    finally:
        timer.cancel()


class Clock:
    """Stands still unless it is set, and is asked a few times only: nobody waits for ever."""

    now, asked = 0.0, 0

    def __call__(self):
        self.asked += 1
        assert self.asked < 100, "somebody waits, and nobody tells them"
        return self.now
