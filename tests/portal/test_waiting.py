"""A database that hangs or is away holds a few threads, never all; pages seen lately are still answered."""

import threading
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from psycopg_pool import PoolTimeout

from portal import health, waiting
from portal.lib import patience
from portal.middleware import HealthBeforeHosts
from portal.waiting import BoundedWaiting, Hangs, KeptPages, Places
from tests.portal.threads import PATIENCE, until


class Clock:
    """Stands still unless it is set, and is asked a few times only: nobody waits for ever."""

    now, asked = 0.0, 0

    def __call__(self):
        self.asked += 1
        assert self.asked < 100, "somebody waits, and nobody tells them"
        return self.now


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
    moments = iter([0, 0, 0, waiting.HURRIED_WAIT])
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


# --- pages that were kept --------------------------------------------------------------------------------------------


def away(execute, *args):
    raise OperationalError("away")


def test_a_page_seen_lately_is_answered_while_the_database_is_away(world, client):
    seen = {path: client.get(path) for path in ("/", "/symptoms/", "/symptoms/lower-back-cramps/")}
    with connection.execute_wrapper(away):
        for path, before in seen.items():
            response = client.get(path)
            assert (response.status_code, response.content) == (200, before.content)
            assert response.headers["ETag"] == before.headers["ETag"]
            assert client.head(path).status_code == 200
        for other in ("/symptoms/?page=2", "/search/?q=back", "/symptoms/neck-pain/x/"):
            assert client.get(other).status_code in {404, 503}
        assert client.post("/symptoms/").status_code in {403, 405, 503}


def test_a_page_that_is_kept_waits_for_no_database(rf):
    """Its reader is in a hurry, finds those at work hanging, and gets what is kept; others are told."""
    clock = Clock()
    bounded = BoundedWaiting(lambda request: HttpResponse("page", headers={"Cache-Control": "public"}), clock=clock)
    kept = KeptPages(bounded, clock=clock)
    assert kept(rf.get("/a/")).status_code == 200
    places = [bounded.readers.take() for _ in range(waiting.AT_WORK)]
    clock.now = 1
    assert [kept(rf.get("/a/")).content for _ in range(20)] == [b"page"] * 20
    bounded.readers.waiting = waiting.MOST_WAITING_TO_READ
    assert kept(rf.get("/b/")).status_code == 503
    for place in places:
        bounded.readers.give_back(place)
    assert kept(rf.get("/b/")).status_code == 200


def test_who_reads_what_is_kept_has_little_patience(rf):
    told = []

    def answer(request):
        told.append(patience.seconds_left(60))
        return HttpResponse("page", headers={"Cache-Control": "public"})

    kept = KeptPages(answer)
    for request in (rf.get("/a/"), rf.get("/a/"), rf.post("/a/"), rf.get("/a/?q=1")):
        kept(request)
    assert told[0] == told[2] == told[3] == 60
    assert patience.LEAST <= told[1] <= waiting.HURRIED_WAIT
    assert not patience.is_short()


@pytest.mark.parametrize("has_one", [True, False])
def test_who_is_in_a_hurry_waits_shortly_for_a_connection_too(rf, monkeypatch, has_one):
    asked, lent = [], []

    def getconn(timeout):
        asked.append(timeout)
        if not has_one:
            raise PoolTimeout
        lent.append("one")
        return "one"

    pool = SimpleNamespace(open=lambda: None, getconn=getconn, putconn=lent.remove)
    monkeypatch.setattr(waiting, "connection", SimpleNamespace(connection=None, vendor="postgresql", pool=pool))
    kept = KeptPages(BoundedWaiting(lambda request: HttpResponse("now", headers={"Cache-Control": "public"})))
    kept.pages["/a/", ""] = (kept.clock(), b"before", {"Cache-Control": "public"})
    assert kept(rf.get("/b/")).content == b"now" and not asked
    assert kept(rf.get("/a/")).content == (b"now" if has_one else b"before")
    assert len(asked) == 1 and asked[0] <= waiting.HURRIED_WAIT and lent == []


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("a name"),
        HttpResponse("a name", headers={"Cache-Control": "no-store, private"}),
        HttpResponse("a name", headers={"Cache-Control": "public"}, status=404),
        HttpResponse("a name" * 100_000, headers={"Cache-Control": "public"}),
        StreamingHttpResponse(["a name"], headers={"Cache-Control": "public"}),
    ],
)
def test_what_is_not_for_everyone_is_never_kept(rf, response):
    answers = iter([response, HttpResponse(status=503)])
    kept = KeptPages(lambda request: next(answers))
    kept(rf.get("/desk/"))
    assert kept(rf.get("/desk/")).status_code == 503


def test_a_page_with_a_cookie_is_never_kept(rf):
    response = HttpResponse(headers={"Cache-Control": "public"})
    response.set_cookie("session", "x")
    answers = iter([response, HttpResponse(status=503)])
    kept = KeptPages(lambda request: next(answers))
    kept(rf.get("/"))
    assert kept(rf.get("/")).status_code == 503


def test_what_was_withdrawn_or_is_old_is_not_shown(rf):
    def public(status=200):
        return HttpResponse("page", headers={"Cache-Control": "public, no-cache"}, status=status)

    clock = Clock()
    answers = iter([public(), public(410), HttpResponse(status=503), public(), *[HttpResponse(status=503)] * 2])
    kept = KeptPages(lambda request: next(answers), clock=clock)
    assert [kept(rf.get("/a/")).status_code for _ in range(3)] == [200, 410, 503]
    kept(rf.get("/a/"))
    clock.now = waiting.KEPT_FOR
    assert kept(rf.get("/a/")).status_code == 200
    clock.now += 1
    assert kept(rf.get("/a/")).status_code == 503


def test_a_few_pages_are_kept_at_most(rf):
    kept = KeptPages(lambda request: HttpResponse(headers={"Cache-Control": "public"}))
    for number in range(waiting.KEPT_PAGES + 50):
        kept(rf.get(f"/{number}/"))
    assert len(kept.pages) == waiting.KEPT_PAGES
