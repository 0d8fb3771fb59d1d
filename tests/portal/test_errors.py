"""When something went wrong the reader gets a page that helps, in any state of the database, and no cookie."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal import errors
from tests.builders import make_user
from tests.portal.valid_html import read, text

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

PAGES = {
    400: (errors.bad_request, "We could not read that"),
    413: (errors.too_large, "We could not read that"),
    403: (errors.permission_denied, "This is not open to you"),
    500: (errors.server_error, "Something went wrong on our side"),
    503: (errors.service_unavailable, "We cannot take this right now"),
}


@pytest.fixture
def reader():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def main_of(response):
    page = read(response.content)
    assert page.query_one('meta[name="robots"]').attrs["content"] == "noindex"
    return page.query_one("main")


@pytest.mark.parametrize("status", PAGES)
def test_each_error_page_needs_neither_database_nor_request(rf, status):
    """No db fixture: pytest-django would refuse a query."""
    view, heading = PAGES[status]
    response = view(rf.get("/"))
    assert response.status_code == status
    assert not response.cookies
    main = main_of(response)
    assert text(main.query_one("h1")) == heading
    assert main.query_one('a[href="tel:+442079460018"]') is not None
    assert main.query_one('a[href="/"]') is not None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/symptoms/slipped-disc/", "slipped disc"),
        ("/old/page_about_back-pain", "page about back pain"),
        ("/symptoms/mri-2024/", "mri"),
        ("/x/<script>alert(1)</script>", ""),
        ('/x/"onfocus="alert(1)/', ""),
        ("/", ""),
        ("/біль-у-спині/", "біль у спині"),
        (f"/{'a' * 300}/", "a" * 60),
    ],
)
def test_a_page_not_found_offers_a_search_for_the_words_of_its_address(rf, path, words):
    response = errors.page_not_found(rf.get(path))
    assert response.status_code == 404
    main = main_of(response)
    box = main.query_one('form[action="/search/"] input[name="q"]')
    assert box.attrs["value"] == words
    assert {link.attrs["href"] for link in main.query("ul a")} == {
        "/symptoms/",
        "/conditions/",
        "/tests/",
        "/specialists/",
    }


@pytest.mark.parametrize("path", ["/nowhere/", "/symptoms/a/b/", "/admin-login", "/%00", "/%ff", "/appointments"])
def test_an_unknown_address_is_a_helpful_404_without_a_query_or_a_cookie(db, reader, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        response = reader.get(path)
    assert response.status_code == 404
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store, private"
    main_of(response)


def test_a_form_without_its_token_is_told_why_and_how_to_go_on(db, reader):
    response = reader.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert text(main_of(response).query_one("h1")) == "We could not be sure this came from you"


def send(client, body, kind="application/x-www-form-urlencoded"):
    return client.generic("POST", "/admin/login/", body.encode(), content_type=kind)


@pytest.mark.parametrize(
    ("body", "status"),
    [("&".join(f"field{number}=x" for number in range(5001)), 400), ("q=" + "x" * (2 * 1024 * 1024), 413)],
    ids=["too many fields", "too large"],
)
def test_a_form_far_too_large_is_told_so(db, client, body, status):
    response = send(client, body)
    assert response.status_code == status
    assert text(main_of(response).query_one("h1")) == "We could not read that"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "no-such-thing", "rot13", "zlib"])
def test_an_encoding_that_hides_what_is_sent_is_refused(db, client, charset):
    response = send(client, "username=x", f"application/x-www-form-urlencoded; charset={charset}")
    assert response.status_code == 400
    main_of(response)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_the_encoding_of_browsers_is_read(db, client, charset):
    response = send(client, "username=x&password=y", f"application/x-www-form-urlencoded; charset={charset}")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "evil.example:80", "a b", "testserver@evil"]
)
def test_a_forged_host_is_refused_and_not_repeated(db, client, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400
    assert text(main_of(response).query_one("h1")) == "We could not read that"
    assert host not in response.content.decode()


def test_a_fault_of_ours_is_owned_up_to_without_details(db, reader, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the secret of the kitchen")

    monkeypatch.setattr("topics.catalogue.pages_of", fail)
    response = reader.get("/")
    assert response.status_code == 500
    assert text(main_of(response).query_one("h1")) == "Something went wrong on our side"
    assert b"kitchen" not in response.content and b"Traceback" not in response.content


def test_staff_without_the_right_are_told_whom_to_ask(db, reader):
    reader.force_login(make_user("receptionist"))
    response = reader.get("/admin/topics/symptom/")
    assert response.status_code == 403
    assert "ask the person who looks after accounts" in text(main_of(response))


# --- what was typed while the database is away -----------------------------------------------------------------------

OWN = {"Origin": "http://testserver"}  # as browsers name the page that a form was sent from


def sent_again(response) -> dict[str, list[str]]:
    """What pressing the button of the page sends, by name; empty without a form."""
    form = read(response.content).query_one('main form[method="post"]')
    typed = {}
    for field in form.query("input") if form else []:
        typed.setdefault(field.attrs["name"], []).append(field.attrs.get("value", ""))
    return typed


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ["Cramps since Sunday"], "csrfmiddlewaretoken": ["t" * 64]},
        {"windows": ["mo", "tu"], "note": ["one\ntwo\n\nthree"]},
        {"patient_name": ["<script>alert(1)</script> & \"quoted\" 'too'"]},
        {"name": ["Ω Łukasz 👩‍⚕️ محمد"], '"><b>': ["x"]},
        {"empty": [""], "blank": ["  "]},
        {"kept": ["as a page can hold it: \0, \u202e, \u2028"]},
    ],
)
def test_what_was_typed_is_on_the_page_to_be_sent_again(rf, typed):
    response = errors.service_unavailable(rf.post("/desk/K7M-4QX2P/?back=%2Fdesk%2F", typed, headers=OWN))
    assert sent_again(response) == {name: [value.replace("\0", " ") for value in typed[name]] for name in typed}
    form = main_of(response).query_one("form")
    assert form.attrs["action"] == "/desk/K7M-4QX2P/?back=%2Fdesk%2F"
    assert b"<script>alert" not in response.content


def test_nothing_else_is_given_back(rf):
    file = SimpleUploadedFile("text.txt", b"words")
    for request in (
        rf.get("/symptoms/?q=back"),
        rf.post("/admin/login/", {"username": "ann@example.org", "password": "secret"}, headers=OWN),
        rf.post("/admin/password_change/", {"new_password1": "secret"}, headers=OWN),
        rf.post("/admin/topics/import/", {"kind": "condition", "file": file}, headers=OWN),
        rf.post("/x/", {f"field{number}": "x" for number in range(10_001)}, headers=OWN),
        rf.post("/x/", b"broken", content_type="multipart/form-data; boundary=", headers=OWN),
    ):
        response = errors.service_unavailable(request)
        assert response.status_code == 503
        assert sent_again(response) == {} and b"secret" not in response.content


def test_a_page_to_be_sent_again_leads_to_no_other_site(rf):
    request = rf.post("/x/", {"a": "b"}, headers=OWN)
    request.path = "//evil.example/x/"
    form = main_of(errors.service_unavailable(request)).query_one("form")
    assert form.attrs["action"] == "/%2Fevil.example/x/"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver:81"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        OWN | {"Sec-Fetch-Site": "same-site"},
        OWN | {"Host": "evil.example"},
    ],
)
def test_what_another_site_sent_is_not_on_the_page(rf, headers):
    """Or its words would stand on a page of ours, with a button of ours."""
    response = errors.service_unavailable(
        rf.post("/desk/K7M-4QX2P/decline/", {"note": "Forged words"}, headers=headers)
    )
    assert response.status_code == 503
    assert sent_again(response) == {} and b"Forged" not in response.content
