"""The pages that belong to no app."""

import pytest

from portal.privacy_notice import PRIVACY_NOTICE_VERSION
from tests.portal.valid_html import read, text


def test_the_privacy_notice_says_how_long_and_which_version(client, settings):
    """No db fixture: the notice can be read while the database is away."""
    settings.RETENTION_DAYS = 365
    response = client.get("/privacy/")
    assert response.status_code == 200
    words = text(read(response.content).query_one("main"))
    assert "365 days" in words
    assert PRIVACY_NOTICE_VERSION in words


def test_the_privacy_notice_names_every_way_in_which_what_was_typed_travels(client):
    words = text(read(client.get("/privacy/").content).query_one("main"))
    ways = "reminders", "text message", "neutral", "a list every hour", "as a file", "calendar program", "erased"
    assert [way for way in ways if way not in words] == []


def test_robots_may_read_what_we_teach_and_nothing_about_people(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /appointments/", "Disallow: /search/"} <= set(lines)
    assert not [line for line in lines if line.startswith("Disallow: /symptoms")]


def test_calendar_programs_that_keep_to_it_may_fetch_feeds_and_nothing_else_about_people(client):
    from urllib.robotparser import RobotFileParser

    rules = client.get("/robots.txt").content.decode().splitlines()
    longest_first = sorted(rules[1:], key=lambda line: -len(line.partition(": ")[2]))  # as RFC 9309 reads them
    robots = RobotFileParser()
    robots.parse([rules[0], *longest_first])
    for path, may in {
        "/appointments/feed/x.ics": True,
        "/symptoms/": True,
        "/appointments/x/": False,
        "/appointments/find/": False,
        "/appointments/request/neurologist/": False,
        "/admin/": False,
    }.items():
        assert robots.can_fetch("Calendar", f"https://clinic.example{path}") is may, path


@pytest.mark.parametrize("path", ["/privacy/", "/robots.txt"])
def test_anyone_may_keep_them_and_nobody_gets_a_cookie(client, path):
    response = client.get(path)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert not response.cookies
    again = client.get(path, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_style_guide_is_a_page_for_developers_only(client, settings):
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    response = client.get("/styleguide/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store, private"
