"""A database that hangs or is away holds a few threads, never all; pages seen lately are still answered."""

import threading

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse

from portal import health, waiting
from portal.middleware import HealthBeforeHosts
from portal.waiting import BoundedWaiting, Hangs, KeptPages, Places
from tests.portal.threads import PATIENCE, until


class Clock:
    now = 0.0

    def __call__(self):
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

    found = Places(1, 0)
    for _ in range(5):
        with pytest.raises(ValueError):
            BoundedWaiting(fail, found)(rf.get("/"))
    assert found.since == {}


def test_while_everything_hangs_two_threads_are_free_and_health_is_answered(rf, settings):
    """As many requests as the web server has threads: ten are held, the others are told, and so is /healthz."""
    gone, answers = threading.Event(), []

    def hang(request):
        gone.wait(PATIENCE)
        return HttpResponse()

    portal = HealthBeforeHosts(BoundedWaiting(hang))
    threads = [
        threading.Thread(target=lambda: answers.append(portal(rf.get("/symptoms/")).status_code), daemon=True)
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    assert until(lambda: len(answers) >= 2)
    assert portal(rf.get("/healthz")).content == b"ok\n"
    assert [portal(rf.get("/desk/")).status_code for _ in range(20)] == [503] * 20
    assert answers[:2] == [503, 503]
    gone.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(answers) == 12


def test_the_web_server_has_more_threads_than_may_wait():
    import runpy

    from portal.env import BASE_DIR

    threads = runpy.run_path(str(BASE_DIR / "deploy" / "gunicorn.conf.py"))["threads"]
    assert threads - waiting.AT_WORK - waiting.MOST_WAITING >= 2


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
