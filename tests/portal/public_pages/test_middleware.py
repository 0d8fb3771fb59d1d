"""A public page is drawn once for each version of the site, and answered without the database while that is away."""

import threading
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from psycopg_pool import PoolTimeout

from portal import health, waiting
from portal.lib import patience
from portal.models import SiteVersion
from portal.public_pages import middleware, site_version
from portal.public_pages.middleware import KeptPage, PublicPages
from portal.waiting import BoundedWaiting
from tests.portal.threads import PATIENCE, Clock, until
from topics.models import Topic

HEADERS = {"Cache-Control": "public, no-cache", "ETag": '"1"'}


def public(content="page", status=200) -> HttpResponse:
    return HttpResponse(content, headers={**HEADERS, "Content-Length": str(len(content))}, status=status)


class Site:
    """A portal whose pages say how often they were drawn, behind the middleware. `version`: what the database says."""

    def __init__(self, settings=None, answer=None):
        self.drawn, self.version, self.clock = 0, 1, Clock()
        self.pages = PublicPages(answer or self.draw, clock=self.clock)
        self.pages.known = SimpleNamespace(number=lambda: self.version, look_again=lambda: None)
        if settings:
            settings.KEEPS_PUBLIC_PAGES = True

    def draw(self, request):
        self.drawn += 1
        return public(f"drawn {self.drawn}")

    def __call__(self, request) -> HttpResponse:
        return self.pages(request)


# --- one drawing for each version ------------------------------------------------------------------------------------


def test_a_page_is_drawn_once_for_each_version_and_each_coding(settings, rf):
    site = Site(settings)
    plain, small = rf.get("/a/"), rf.get("/a/", headers={"accept-encoding": "br"})
    assert [site(plain).content for _ in range(3)] == [b"drawn 1"] * 3
    assert [site(small).content for _ in range(3)] == [b"drawn 2"] * 3
    assert [site(rf.get("/b/")).content, site(rf.get("/a/", secure=True)).content] == [b"drawn 3", b"drawn 4"]
    site.version = 2
    assert [site(plain).content for _ in range(3)] == [b"drawn 5"] * 3
    assert site(small).content == b"drawn 6"


def test_the_answer_has_what_the_drawn_one_had_and_is_short_where_the_reader_has_it(settings, rf):
    site = Site(settings)
    drawn, kept = site(rf.get("/a/")), site(rf.get("/a/"))
    assert kept.headers.items() == drawn.headers.items() and kept.content == drawn.content
    again = site(rf.get("/a/", headers={"if-none-match": '"1"'}))
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", '"1"')
    assert site(rf.get("/a/", headers={"if-none-match": '"0"'})).status_code == 200
    head = site(rf.head("/a/"))
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", "7")
    assert site.drawn == 1


def test_pages_with_a_query_or_for_an_unknown_name_are_not_kept(settings, rf):
    site = Site(settings)
    asked = [rf.get("/a/?q=1"), rf.get("/a/", headers={"host": "elsewhere.example"}), rf.post("/a/"), rf.head("/a/")]
    assert [site(request).content for request in asked * 2] == [f"drawn {n}".encode() for n in range(1, 9)]
    assert not site.pages.pages


def test_while_changes_are_not_counted_each_reader_gets_a_drawing_of_their_own(settings, rf):
    site = Site(settings)
    site(rf.get("/a/"))
    site.version = site_version.NOT_COUNTED
    assert [site(rf.get("/a/")).content for _ in range(2)] == [b"drawn 2", b"drawn 3"]
    site.version = 1
    assert site(rf.get("/a/")).content == b"drawn 4", "what was drawn meanwhile is of no version"


def test_of_many_who_ask_at_once_for_a_page_that_has_changed_one_draws_it(settings, rf):
    begun, go_on = threading.Event(), threading.Event()
    site = Site(settings)
    site(rf.get("/a/"))
    site.version, answers = 2, []

    def slowly(request):
        site.drawn += 1
        begun.set()
        go_on.wait(PATIENCE)
        return public("new")

    site.pages.get_response = slowly
    threads = [threading.Thread(target=lambda: answers.append(site(rf.get("/a/"))), daemon=True) for _ in range(5)]
    threads[0].start()
    assert begun.wait(PATIENCE)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert [answer.content for answer in answers] == [b"new"] * 5
    assert site.drawn == 2


def test_what_is_kept_has_a_bound_and_the_page_not_asked_for_longest_goes_first(settings, monkeypatch, rf):
    monkeypatch.setattr(middleware, "MOST_KEPT", 3 * (7 + middleware._ROOM_FOR_HEADERS))
    site = Site(settings)
    for path in ("/a/", "/b/", "/c/", "/a/", "/d/"):
        site(rf.get(path))
    assert [path for _, path, _ in site.pages.pages] == ["/c/", "/a/", "/d/"]
    site.version = 2
    site(rf.get("/a/"))
    assert site.pages.weight == sum(page.weight for page in site.pages.pages.values())


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("a name"),
        HttpResponse("a name", headers={"Cache-Control": "no-store, private"}),
        HttpResponse("a name", headers=HEADERS, status=404),
        HttpResponse("a name", headers={**HEADERS, "Vary": "Accept-Encoding, Cookie"}),
        HttpResponse("a name" * 100_000, headers=HEADERS),
        StreamingHttpResponse(["a name"], headers=HEADERS),
    ],
)
def test_what_is_not_for_everyone_is_never_kept(settings, rf, response):
    site = Site(settings, answer=lambda request: response)
    site(rf.get("/desk/"))
    assert not site.pages.pages


def test_a_page_with_a_cookie_is_never_kept(settings, rf):
    response = public()
    response.set_cookie("session", "x")
    site = Site(settings, answer=lambda request: response)
    site(rf.get("/"))
    assert not site.pages.pages


# --- while the database hangs or is away -----------------------------------------------------------------------------


def away(execute, *args):
    raise OperationalError("away")


def test_a_page_seen_lately_is_answered_while_the_database_is_away(world, settings):
    settings.KEEPS_PUBLIC_PAGES = True
    client = Client()
    seen = {path: client.get(path) for path in ("/", "/symptoms/", "/symptoms/lower-back-cramps/")}
    client.post("/symptoms/")  # the next reader asks the database for the version
    with connection.execute_wrapper(away):
        for path, before in seen.items():
            response = client.get(path)
            assert (response.status_code, response.content) == (200, before.content)
            assert response.headers["ETag"] == before.headers["ETag"]
            assert client.head(path).status_code == 200
        for other in ("/symptoms/?page=2", "/search/?q=back", "/symptoms/neck-pain/x/"):
            assert client.get(other).status_code in {404, 503}
        assert client.post("/symptoms/").status_code in {403, 405, 503}


def test_what_changed_lately_is_shown_as_it_was_while_it_cannot_be_drawn(settings, rf):
    site = Site(settings)
    site(rf.get("/a/"))
    site.version, site.pages.get_response = 2, lambda request: HttpResponse(status=503)
    assert site(rf.get("/a/")).content == b"drawn 1"
    site.clock.now = middleware.KEPT_FOR + 1
    assert site(rf.get("/a/")).status_code == 503


def test_what_was_withdrawn_or_is_old_is_not_shown(settings, rf):
    answers = iter([public(), public(status=410), HttpResponse(status=503), public(), HttpResponse(status=503)])
    site = Site(settings, answer=lambda request: next(answers))
    site(rf.get("/a/"))
    site.version = 2
    assert [site(rf.get("/a/")).status_code for _ in range(2)] == [410, 503]
    site(rf.get("/a/"))
    site.version = None
    site.clock.now = middleware.KEPT_FOR
    assert site(rf.get("/a/")).status_code == 200
    site.clock.now += 1
    assert site(rf.get("/a/")).status_code == 503


def test_a_page_that_is_kept_waits_for_no_database(rf):
    """Its reader is in a hurry, finds those at work hanging, and gets what is kept; others are told."""
    clock = Clock()
    bounded = BoundedWaiting(lambda request: public(), clock=clock)
    site = Site(answer=bounded)
    assert site(rf.get("/a/")).status_code == 200
    places = [bounded.readers.take() for _ in range(waiting.AT_WORK)]
    clock.now = 1
    assert [site(rf.get("/a/")).content for _ in range(20)] == [b"page"] * 20
    bounded.readers.waiting = waiting.MOST_WAITING_TO_READ
    assert site(rf.get("/b/")).status_code == 503
    for place in places:
        bounded.readers.give_back(place)
    assert site(rf.get("/b/")).status_code == 200


def test_who_reads_what_is_kept_has_little_patience(rf):
    told = []

    def answer(request):
        told.append(patience.seconds_left(60))
        return public()

    site = Site(answer=answer)
    for request in (rf.get("/a/"), rf.get("/a/"), rf.post("/a/"), rf.get("/a/?q=1")):
        site(request)
    assert told[0] == told[2] == told[3] == 60
    assert patience.LEAST <= told[1] <= patience.HURRIED_WAIT
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
    monkeypatch.setattr(patience, "connection", SimpleNamespace(connection=None, vendor="postgresql", pool=pool))
    site = Site(answer=BoundedWaiting(lambda request: public("now")))
    site.pages.pages["http", "/a/", "identity"] = KeptPage(b"before", HEADERS, 0, site.clock())
    assert site(rf.get("/b/")).content == b"now" and not asked
    assert site(rf.get("/a/")).content == (b"now" if has_one else b"before")
    assert len(asked) == 1 and asked[0] <= patience.HURRIED_WAIT and lent == []


# --- with the database -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_costs_no_query_and_one_that_changed_is_new_as_soon_as_the_version_is_known(
    world, settings, django_assert_num_queries
):
    settings.KEEPS_PUBLIC_PAGES = True
    client = Client()
    client.handler.load_middleware()
    pages = _middleware_of(client)
    clock = pages.known.clock = pages.clock = Clock()
    clock.now = 10
    path = "/symptoms/lower-back-cramps/"
    before = client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path).content == before.content
    Topic.objects.filter(kind="symptom").update(live_slug="elsewhere")
    assert client.get(path).status_code == 200, "for a moment"
    clock.now += site_version.LOOKS_EVERY
    assert client.get(path).status_code == 404


def _middleware_of(client) -> PublicPages:
    outermost = client.handler._middleware_chain
    while not isinstance(outermost, PublicPages):
        outermost = getattr(outermost, "__wrapped__", None) or outermost.__closure__[0].cell_contents
    return outermost


@pytest.mark.django_db
def test_whoever_sends_something_sees_at_once_what_it_changed(rf):
    site, clock = Site(), Clock()
    known = site.pages.known = site_version.KnownVersion(clock=clock)
    first = known.number()
    SiteVersion.objects.update(number=first + 5)
    assert known.number() == first
    site(rf.post("/admin/"))
    assert known.number() == first + 5


@pytest.mark.django_db
def test_one_thread_asks_for_the_version_and_the_others_go_on(monkeypatch):
    known, asked, answer = site_version.KnownVersion(clock=Clock()), threading.Event(), threading.Event()

    def slowly():
        asked.set()
        answer.wait(PATIENCE)
        return 7

    monkeypatch.setattr(site_version, "_stored_number", slowly)
    numbers = []
    thread = threading.Thread(target=lambda: numbers.append(known.number()), daemon=True)
    thread.start()
    assert asked.wait(PATIENCE)
    assert known.number() is None
    answer.set()
    assert until(lambda: numbers == [7])
    assert known.number() == 7


@pytest.mark.django_db
def test_a_database_that_is_away_tells_no_version_and_is_asked_again_later():
    clock = Clock()
    known = site_version.KnownVersion(clock=clock)
    with connection.execute_wrapper(away):
        assert known.number() is None
    assert known.number() is None
    clock.now += site_version.LOOKS_EVERY
    assert known.number() >= 0


@pytest.mark.django_db
def test_whoever_asks_for_the_version_waits_shortly_for_a_connection_too(monkeypatch):
    asked = []

    def getconn(timeout):
        asked.append(timeout)
        raise PoolTimeout

    pool = SimpleNamespace(open=lambda: None, getconn=getconn, putconn=None)
    monkeypatch.setattr(patience, "connection", SimpleNamespace(connection=None, vendor="postgresql", pool=pool))
    assert site_version.KnownVersion().number() is None
    assert len(asked) == 1 and asked[0] <= patience.HURRIED_WAIT


def test_health_is_answered_without_asking_for_the_version(settings, rf):
    site = Site(settings)
    site.pages.known = SimpleNamespace(number=lambda: pytest.fail("health waits for the database"))
    assert [site(rf.get(path)).status_code for path in health.PATHS] == [200, 200]
    assert not site.pages.pages
