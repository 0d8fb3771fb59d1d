"""Chromium on phone and desktop, in light and dark, with static files served as in production.

A page fails its test if anything on it breaks the content security policy, logs an error, or asks for anything beyond
this machine. Every test here is marked `browser` and may use the database. How a page looks, sounds and is worked by
keyboard does not depend on the database: on PostgreSQL the journeys run, on SQLite everything does.
"""

import fcntl
import os
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from appointments.demo.actions.clinic import Login, make_demo_clinic
from portal import settings as portal_settings
from tests.browser.axe import violations
from tests.browser.desk_pages import MONDAY_MORNING, Desk, make_desk
from tests.conftest import CHROMIUM
from tests.snapshots import once

# Playwright keeps an event loop in the thread of the tests, from the first browser test to the end of the run.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",
    # Nothing beyond this machine is found, whatever asks for it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
DEVICES = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
UNUSED = ["i18n", "jquery.js", "select2.full.js", "xregexp.js"]  # of the admin's static files: no page asks for them
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const where = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} ${where}`);
});
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    left_out = []
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if connection.vendor == "postgresql" and not item.get_closest_marker("journey"):
                left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


# --- the server ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def static_as_in_production(tmp_path_factory) -> dict:
    """Settings under which the static files are collected, compressed and named by their content.

    Under xdist the first worker that needs them collects them, and the others wait for it: it takes seconds.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    as_shipped = {"STORAGES": portal_settings.STORAGES, "STATIC_ROOT": shared / "static"}
    with (shared / "static.collected").open("a+") as collected:
        fcntl.flock(collected, fcntl.LOCK_EX)  # let go when the file is closed
        if not collected.seek(0, os.SEEK_END):  # as it is now that nobody else has it
            with override_settings(**as_shipped):
                call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
            collected.write("yes")
    return as_shipped


@pytest.fixture(scope="session")
def live_server(static_as_in_production):
    """The portal on a port of this machine. Its static files come from WhiteNoise, not from Django's test server."""
    with override_settings(**static_as_in_production):
        server = LiveServer("localhost", start=False)
        server.thread.static_handler = lambda application: application
        server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def served_as_in_production(live_server, static_as_in_production, settings):
    for name, value in static_as_in_production.items():
        setattr(settings, name, value)
    settings.BASE_URL = live_server.url


@pytest.fixture
def clinic(db, tmp_path) -> dict[str, Login]:
    """The shipped pages, open request forms and the demo staff. Gives their logins by role."""

    def make():
        call_command("load_content", verbosity=0, stdout=StringIO())
        return {login.role: login for login in make_demo_clinic(passwords=tmp_path / "demo-logins.txt")}

    return once("clinic", make)


@pytest.fixture
def clock(monkeypatch):
    """It is half past ten on a Monday, reception is open, and the clock goes on: clock.move_to(…) lets time pass.

    The clock of the database server cannot be set: it is not asked.
    """
    monkeypatch.setattr("portal.clock.database_clock", lambda: None)
    with time_machine.travel(MONDAY_MORNING) as traveller:
        yield traveller


@pytest.fixture
def desk(clock, db, tmp_path) -> Desk:
    """The demo clinic on that Monday, with a second receptionist."""
    return once("desk", lambda: make_desk(passwords=tmp_path / "demo-logins.txt"))


# --- the browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    assert CHROMIUM, "REQUIRE_BROWSER=1 asks for the browser tests, but there is no Chromium: see README.md"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


class Watch:
    """Notes everything that must not happen on a page."""

    def __init__(self):
        self.faults: list[str] = []
        self._navigated: set[str] = set()

    def over(self, context) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._only_this_machine)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _only_this_machine(self, request):
        if request.is_navigation_request():
            self._navigated.add(request.url)
        if urlsplit(request.url).hostname not in {"localhost", "127.0.0.1"}:
            self.faults.append(f"asked for {request.url}")

    def _console(self, message):
        # A page opened on purpose to see its 404 is no fault; a picture on it that is missing is one.
        expected = message.text.startswith("Failed to load resource") and message.location.get("url") in self._navigated
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"{message.type} on {message.page.url if message.page else '?'}: {message.text}")


@pytest.fixture
def watch():
    """What went wrong on the pages of this test; anything left in `watch.faults` at its end fails it."""
    watched = Watch()
    yield watched
    assert watched.faults == []


@pytest.fixture
def open_browser(browser, live_server, watch):
    """Makes a page: open_browser("phone", "dark", java_script_enabled=False). Relative addresses lead to the portal."""
    contexts = []

    def make(device="desktop", scheme="light", **options):
        settings = {
            "base_url": live_server.url,
            "color_scheme": scheme,
            "locale": "en-GB",
            **DEVICES[device],
            **options,
        }
        context = browser.new_context(**settings)
        context.set_default_timeout(15_000)  # milliseconds
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_browser):
    """A page on a phone, in light colours."""
    return open_browser("phone")


@pytest.fixture
def desktop(open_browser):
    """A page on a desktop computer, in light colours."""
    return open_browser("desktop")


@pytest.fixture
def log_in(live_server):
    """Logs a member of staff in on a page, without the login form: log_in(page, staff("editor"))."""

    def enter(page, person):
        client = Client()
        client.force_login(person)
        cookies = [
            {"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()
        ]
        page.context.add_cookies(cookies)

    return enter


# --- accessibility ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def axe():
    """Checks a page with axe-core: axe(page). Fails with what is wrong, where, and how to mend it.

    axe(page, colours_only=True): what can differ between light and dark, where the rest has been judged already.
    """

    def check(page, *, colours_only=False):
        found = violations(page, colours_only=colours_only)
        lines = [f"axe found {len(found)} faults on {page.url}:"]
        for violation in found:
            lines.append(f"- {violation['id']} ({violation['impact']}): {violation['help']}")
            for node in violation["nodes"]:
                lines.append(
                    f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}".replace("\n", "\n      ")
                )
        assert not found, "\n".join(lines)

    return check
