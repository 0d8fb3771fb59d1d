"""Every answer: safe, private unless said otherwise, and honest when the database is away."""

import logging

import pytest
from django.db import DataError, InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse

from appointments.models import RequestDraft
from portal import logs
from portal.middleware import DatabaseAway, NoStoreByDefault, OnlyKnownMethods, SecurityHeaders
from tests.builders import make_live, make_user
from tests.portal.valid_html import read, text

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

AWAY = (OperationalError, InterfaceError, InternalError)


@pytest.fixture
def database_fails():
    """Gives a context in which every query ends in this error, as it does when the database is away or read-only."""

    def failing(error, only=""):
        def fail(execute, sql, params, many, context):
            if only in sql:
                raise error("server closed the connection unexpectedly")
            return execute(sql, params, many, context)

        return connection.execute_wrapper(fail)

    return failing


# --- the database is away --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", AWAY)
@pytest.mark.parametrize("path", ["/", "/symptoms/", "/symptoms/back-pain/", "/search/?q=back", "/admin/login/"])
def test_a_reader_is_told_that_the_database_is_away(db, client, database_fails, error, path):
    if path.startswith("/admin/"):
        client.force_login(make_user("editor"))
    with database_fails(error):
        response = client.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert not response.cookies
    page = read(response.content)
    phone = page.query_one('main a[href^="tel:"]')
    assert (phone.attrs["href"], text(phone)) == ("tel:+442079460018", "020 7946 0018")


@pytest.mark.parametrize("error", AWAY)
def test_a_request_that_could_not_be_stored_is_never_called_sent(db, client, database_fails, error):
    make_live(kind="specialty", name="Neurologist")
    with database_fails(error):
        response = client.post("/appointments/request/neurologist/")
    assert response.status_code == 503
    words = text(read(response.content).query_one("main")).lower()
    assert "it has not reached us" in words
    for lie in ("request sent", "has been sent", "was sent", "thank you", "we have your request"):
        assert lie not in words
    assert not RequestDraft.objects.exists()


def test_staff_too_get_the_page_when_the_database_goes_away_while_they_work(db, client, database_fails):
    client.force_login(make_user("editor"))
    with database_fails(OperationalError, only="topics_topic"):
        response = client.get("/admin/topics/symptom/")
    assert response.status_code == 503


def test_an_outage_is_one_line_in_the_log_with_its_cause(db, client, database_fails, caplog, monkeypatch):
    seconds = iter(range(0, 400, 4))
    monkeypatch.setattr(logs, "database_outage", logs.Outage("The database", clock=lambda: next(seconds)))
    with caplog.at_level(logging.INFO), database_fails(OperationalError):
        for path in ("/symptoms/", "/", "/readyz", "/search/?q=Olena", "/admin/login/") * 5:
            client.get(path)
    (record,) = caplog.records
    assert record.getMessage() == "The database did not answer on /symptoms/: OperationalError"
    assert record.exc_info is None
    for _ in range(60):
        client.get("/symptoms/")
    assert "answers again" in caplog.records[-1].getMessage()
    assert len(caplog.records) == 2


def test_a_fault_of_ours_is_told_each_time_with_its_place(rf, caplog):
    def answer(request):
        raise DataError("invalid input syntax for type integer: Olena")

    for _ in range(2):
        assert DatabaseAway(answer)(rf.get("/desk/")).status_code == 503
    assert [record.exc_info[0] for record in caplog.records] == [DataError, DataError]


def test_the_site_is_there_again_as_soon_as_the_database_is(db, client, database_fails):
    with database_fails(OperationalError):
        assert client.get("/symptoms/").status_code == 503
    assert client.get("/symptoms/").status_code == 200


def test_any_other_fault_is_not_taken_for_the_database():
    middleware = DatabaseAway(lambda request: HttpResponse("fine"))
    assert middleware.process_exception(None, ValueError("ours")) is None
    assert middleware(None).content == b"fine"


@pytest.mark.parametrize("error", [*AWAY, DataError])
def test_an_error_that_comes_from_further_in_is_caught_as_well(rf, error):
    def answer(request):
        raise error("gone")

    assert DatabaseAway(answer)(rf.get("/")).status_code == 503


# --- methods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "X"])
def test_methods_without_a_use_are_refused_before_anything_happens(db, client, django_assert_num_queries, method):
    for path in ("/", "/healthz", "/symptoms/nowhere/", "/admin/", "/appointments/request/neurologist/"):
        with django_assert_num_queries(0):
            response = client.generic(method, path, data=b"<secret>")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST"
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert b"secret" not in response.content
        assert "no-store" in response.headers["Cache-Control"]
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_the_usual_methods_are_let_through(rf, method):
    middleware = OnlyKnownMethods(lambda request: HttpResponse("fine"))
    assert middleware(rf.generic(method, "/")).content == b"fine"


# --- HEAD ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/symptoms/", "/privacy/", "/robots.txt", "/healthz", "/nowhere/"])
def test_head_says_what_get_would_and_sends_no_body(db, client, path):
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code
    assert head.content == b"" and len(get.content) > 0
    assert head.headers["Content-Length"] == str(len(get.content))
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_a_stream_is_left_alone(rf):
    answer = SecurityHeaders(lambda request: StreamingHttpResponse([b"piece"]))(rf.head("/"))
    assert answer.getvalue() == b"piece"


# --- headers ---------------------------------------------------------------------------------------------------------


def test_an_answer_is_private_unless_it_says_otherwise(rf):
    silent = NoStoreByDefault(lambda request: HttpResponse())(rf.get("/"))
    assert silent.headers["Cache-Control"] == "no-store, private"
    public = NoStoreByDefault(lambda request: HttpResponse(headers={"Cache-Control": "public"}))(rf.get("/"))
    assert public.headers["Cache-Control"] == "public"


def test_a_view_may_set_a_header_of_its_own(rf):
    own = {"Permissions-Policy": "camera=(self)", "Cross-Origin-Resource-Policy": "cross-origin"}
    answer = SecurityHeaders(lambda request: HttpResponse(headers=own))(rf.get("/"))
    assert {name: answer.headers[name] for name in own} == own


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere/", "/admin/login/"])
def test_the_browser_is_told_what_our_pages_may_do(db, client, path):
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
