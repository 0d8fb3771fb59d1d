"""A database that hangs or is away holds a few threads, never all; pages seen lately are still answered."""

import threading

import pytest
from django.http import HttpResponse

from portal import health, waiting
from portal.lib.patience import HURRIED_WAIT
from portal.middleware import HealthBeforeHosts
from portal.waiting import BoundedWaiting, Hangs, Places
from tests.portal.threads import PATIENCE, Clock, until


@pytest.mark.parametrize("places", [1, 4])
def test_whoever_finds_no_place_is_told_at_once_while_all_hang(places):
    clock = Clock()
    found = Places(places, 0, clock=clock)
    keys = [found.take() for _ in range(places)]
    clock.now = waiting.HANGS_AFTER + 0.01
    for _ in range(3):
        with pytest.raises(Hangs):
            found.take()
    found.give_back(keys[0])
    found.give_back(found.take())  # there is room again


def test_nobody_waits_for_longer_than_the_longest_wait():
    moments = iter([0, 0, 0, waiting.LONGEST_WAIT])
    found = Places(1, 5, clock=lambda: next(moments))
    found.take()
    with pytest.raises(Hangs):
        found.take()


def test_a_place_is_given_to_one_who_waits():
    found = Places(1, 0)
    first, second = found.take(), []
    thread = threading.Thread(target=lambda: second.append(found.take()), daemon=True)
    thread.start()
    assert until(lambda: found.waiting == 1)
    found.give_back(first)
    thread.join(PATIENCE)
    assert second and found.waiting == 0


def test_a_place_is_given_back_whatever_happens(rf):
    def fail(request):
        raise ValueError

    bounded = BoundedWaiting(fail)
    for ask in (rf.get, rf.post):
        for _ in range(waiting.AT_WORK + 1):
            with pytest.raises(ValueError):
                bounded(ask("/"))
    assert bounded.readers.since == bounded.writers.since == {}


def test_those_at_work_hang_until_one_comes_back_with_an_answer():
    """One that failed and made room for another is no sign that the database answers."""
    clock = Clock()
    found = Places(2, 0, clock=clock)
    first, second = found.take(), found.take()
    clock.now = waiting.HANGS_AFTER + 0.01
    with pytest.raises(Hangs):
        found.take()
    found.give_back(first, answered=False)
    third = found.take()
    with pytest.raises(Hangs):
        found.take()
    found.give_back(second)
    fourth = found.take()
    assert not found.hang
    found.give_back(third)
    found.give_back(fourth)


@pytest.mark.parametrize(("status", "hang"), [(503, True), (200, False), (404, False), (500, False)])
def test_a_page_that_says_not_now_is_no_answer_of_the_database(rf, status, hang):
    bounded = BoundedWaiting(lambda request: HttpResponse(status=status))
    bounded(rf.get("/"))
    bounded(rf.post("/"))
    assert bounded.readers.hang is bounded.writers.hang is hang


def test_who_is_in_a_hurry_waits_for_a_moment_and_tries_alone_while_the_others_hang():
    moments = iter([0, 0, 0, HURRIED_WAIT])
    found = Places(1, 5, clock=lambda: next(moments))
    found.take()
    with pytest.raises(Hangs):
        found.take(in_a_hurry=True)
    found = Places(3, 5, clock=Clock())
    found.give_back(found.take(), answered=False)
    trying = found.take(in_a_hurry=True)
    with pytest.raises(Hangs):
        found.take(in_a_hurry=True)
    assert found.take() and found.take(), "who is not in a hurry finds a place"
    found.give_back(trying)
    assert found.take(in_a_hurry=True)


def test_while_everything_hangs_three_threads_are_free_and_health_is_answered(rf):
    """More requests than the web server has threads: seventeen are held, the others are told, and so is /healthz."""
    gone, answers = threading.Event(), []

    def hang(request):
        gone.wait(PATIENCE)
        return HttpResponse()

    portal = HealthBeforeHosts(BoundedWaiting(hang))
    asked = [rf.get("/symptoms/") for _ in range(8)] + [rf.post("/symptoms/") for _ in range(12)]
    threads = [
        threading.Thread(target=lambda request=request: answers.append(portal(request).status_code), daemon=True)
        for request in asked
    ]
    for thread in threads:
        thread.start()
    assert until(lambda: len(answers) >= 3)
    assert portal(rf.get("/healthz")).content == b"ok\n"
    assert [portal(ask("/desk/")).status_code for ask in (rf.get, rf.post) * 10] == [503] * 20
    assert answers[:3] == [503] * 3
    gone.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(answers) == len(asked)


def test_who_only_reads_has_places_of_their_own(rf):
    """A database that takes nothing may still be read. Staff stand with those who write: their looks are recorded."""
    clock = Clock()
    bounded = BoundedWaiting(lambda request: HttpResponse("read"), clock=clock)
    held = [bounded.writers.take() for _ in range(waiting.AT_WORK)]
    clock.now = 1
    bounded.writers.waiting = waiting.MOST_WAITING_TO_WRITE
    assert bounded(rf.get("/symptoms/")).content == b"read"
    assert bounded(rf.post("/desk/")).status_code == 503
    staff = rf.get("/desk/")
    staff.COOKIES["sessionid"] = "x"
    assert bounded(staff).status_code == 503
    assert len(held) == len(bounded.writers.since)


def test_the_web_server_has_more_threads_than_may_wait():
    import runpy

    from portal.env import BASE_DIR

    threads = runpy.run_path(str(BASE_DIR / "deploy" / "gunicorn.conf.py"))["threads"]
    held = 2 * waiting.AT_WORK + waiting.MOST_WAITING_TO_READ + waiting.MOST_WAITING_TO_WRITE
    assert threads - held >= 3  # one of them may hang in /readyz


def test_readyz_is_asked_once_at_a_time(db, client, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(health, "_AT_ONCE", Places(1, 0, clock=clock))
    held = health._AT_ONCE.take()
    clock.now = 1
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": "slow"})
    health._AT_ONCE.give_back(held)
    assert client.get("/readyz").status_code == 200
