"""How pages travel: compressed or not, asked for again by ETag, by GET or HEAD, without a cookie, every link open."""

import gzip
import re

import brotli
import pytest
from django.test import Client

from tests.builders import make_card, make_link, make_live, make_section, make_source, make_topic, make_user
from tests.portal.valid_html import every_element, read, text
from topics.kinds import TopicKind

pytestmark = pytest.mark.django_db
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) \"quoted\" & 'single' "
    "<iframe src=//evil.example></iframe> **bold <b onclick=x>b</b>** {clinic_phone}"
)


@pytest.fixture
def article():
    """An article with one of everything, in which every text is hostile."""
    specialist = make_live(
        kind=TopicKind.SPECIALTY, name="Neurologist", plain_name=HOSTILE[:110], description=HOSTILE[:190]
    )
    topic = make_topic(
        kind=TopicKind.SYMPTOM,
        slug="back-pain",
        name=HOSTILE[:110],
        plain_name=HOSTILE[:110],
        title=HOSTILE[:150],
        description=HOSTILE[:190],
        summary=HOSTILE,
    )
    topic.other_names.create(name=HOSTILE[:110])
    for urgency in ("emergency", "urgent", "nonurgent"):
        make_card(topic, urgency=urgency, heading=HOSTILE[:190], points=f"{HOSTILE}\n{HOSTILE}", action=HOSTILE)
    make_source(topic, title=HOSTILE[:190], publisher=HOSTILE[:110])
    make_section(topic, heading=HOSTILE[:150], body=HOSTILE, list_intro=HOSTILE)
    make_link(topic, specialist, kind="who_to_see", label=HOSTILE[:190])
    make_link(topic, specialist, kind="diagnosis", label=HOSTILE[:190])
    return make_live(topic)


PAGES = ["/", "/symptoms/", "/conditions/", "/symptoms/back-pain/", "/specialists/neurologist/", "/search/?q=alert"]
KEPT = [path for path in PAGES if not path.startswith("/search/")]


def test_no_text_of_an_article_becomes_code_on_any_page(client, article):
    for path in PAGES:
        page = read(client.get(path).content)  # fails on an inline script, a style or an on… attribute
        elements = list(every_element(page.root))
        scripts = {element.attrs["src"] for element in elements if element.name == "script"}
        assert scripts == {"/static/js/portal.js"}, path
        forbidden = {"img", "iframe", "object", "embed", "b"}
        assert not [element for element in elements if element.name in forbidden], path
        links = [element.attrs["href"] for element in elements if element.name == "a"]
        assert not [link for link in links if not link.startswith(("/", "#", "tel:", "https://"))], path


def test_the_words_of_a_hostile_text_are_shown_as_they_were_typed(client, article):
    page = read(client.get("/symptoms/back-pain/").content)
    assert text(page.query_one("h1")).startswith("<script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert text(page.query_one("title")).startswith("<script>alert(1)</script>")
    assert page.query_one('meta[name="description"]').attrs["content"].startswith("<script>alert(1)</script>")


def test_a_page_is_the_same_however_it_travels_and_a_good_copy_is_not_sent_again(client, article):
    for path in KEPT:
        plain = client.get(path)
        for accepted, coding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)):
            way = f"{path} as {accepted}"
            packed = client.get(path, headers={"accept-encoding": accepted})
            assert packed.headers.get("Content-Encoding") == coding, way
            assert UNPACK[coding](packed.content) == plain.content, way
            assert packed.headers["Vary"] == "Accept-Encoding", way
            assert packed.headers["Content-Length"] == str(len(packed.content)), way
            assert (packed.headers["ETag"] == plain.headers["ETag"]) is (coding is None), way
            tagged = {"accept-encoding": accepted, "if-none-match": packed.headers["ETag"]}
            again = client.get(path, headers=tagged)
            assert (again.status_code, again.content) == (304, b""), way
            assert again.headers["ETag"] == packed.headers["ETag"], way
            assert again.headers["Cache-Control"] == packed.headers["Cache-Control"] == "public, no-cache", way
            assert again.headers["Vary"] == "Accept-Encoding", way


def test_head_answers_like_get_without_a_body_and_staff_get_no_page_of_their_own(client, article):
    staff = Client()
    staff.force_login(make_user("superuser"))
    for path in [*PAGES, "/symptoms/nowhere/"]:
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert head.headers["Content-Length"] == str(len(get.content)), path
        assert head.headers["Cache-Control"] == get.headers["Cache-Control"], path
        theirs = staff.get(path, headers={"accept-language": "uk"})
        assert theirs.content == get.content, path
        assert not get.cookies and not theirs.cookies, path
        assert "Cookie" not in get.headers.get("Vary", ""), path


def test_what_somebody_looks_for_is_kept_by_nobody(client, article):
    response = client.get("/search/", {"q": "back"}, headers={"accept-encoding": "br"})
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in response.headers
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    ("path", "trail"),
    [
        ("/symptoms/", [("Home", "/"), ("Symptoms", None)]),
        ("/specialists/neurologist/", [("Home", "/"), ("Specialists", "/specialists/"), ("Neurologist", None)]),
        ("/search/", [("Home", "/"), ("Search", None)]),
    ],
)
def test_a_trail_shows_where_the_page_stands(client, article, path, trail):
    steps = read(client.get(path).content).query(".breadcrumb li")
    shown = [(text(step), link.attrs["href"] if (link := step.query_one("a")) else None) for step in steps]
    assert shown == trail
    assert steps[-1].query_one('[aria-current="page"]') is not None


def test_every_link_of_the_lists_opens(client, shipped_pages):
    found = set()
    for path in ("/", "/symptoms/", "/conditions/", "/tests/", "/specialists/", "/search/?q=pain"):
        html = client.get(path).content.decode()
        read(html)
        links = {link for link in re.findall(r'href="(/[^"#]*)', html) if not link.startswith("/static/")} - {"/"}
        assert len(links) > 4, path
        found |= links
    for link in found:
        assert client.get(link).status_code == 200, link


def test_a_symptom_page_is_at_its_address_only(client, article):
    assert client.get("/symptoms/back-pain").status_code == 301
    for path in ("/conditions/back-pain/", "/symptoms/BACK-PAIN/", "/symptoms/back_pain/", "/symptoms/back-pain/x/"):
        assert client.get(path).status_code == 404, path
