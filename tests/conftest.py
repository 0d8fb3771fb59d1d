"""What every test has: the guards of tests/guards; on demand staff of each role, and a small portal with everything."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.guards import network, order, undefined

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
TESTS = Path(__file__).parent
LONG = {"browser", "script", "upgrade", "faults"}  # folders whose tests start a browser or processes
SLOWEST = 10  # files that are named at the end of a run
REQUIRE_BROWSER = os.environ.get("REQUIRE_BROWSER") == "1"  # .ci/run: nothing may be left out, nothing skipped

# How long an example takes says something about the machine, not about the code: a busy one must not fail a test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

network.install()
order.install()
undefined.install()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Takes out, rather than skips, the browser tests where there is no browser. What takes long comes first."""
    if not (CHROMIUM or REQUIRE_BROWSER):
        with_browser = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=with_browser)
        items[:] = [item for item in items if item not in set(with_browser)]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = long_ones_first(items, workers)


def long_ones_first(items: list, workers: int) -> list:
    """The tests in as many equal parts, as the workers get them, each with its share of those that take seconds first:
    at the end what is left is short, and whoever is done takes some of it over."""
    long = [item for item in items if LONG & set(item.path.relative_to(TESTS).parts)]
    short = [item for item in items if not LONG & set(item.path.relative_to(TESTS).parts)]
    sizes = [len(items) // workers + (part < len(items) % workers) for part in range(workers)]
    ordered = []
    for part, size in enumerate(sizes):
        mine = long[part::workers]
        room = max(0, size - len(mine))
        ordered += mine + short[:room]
        del short[:room]
    return ordered + short


def pytest_report_header(config):
    return f"browser: {CHROMIUM or 'none'}"


_seconds: Counter[str] = Counter()  # by file: what its tests and their fixtures took, in whichever process they ran


def pytest_runtest_logreport(report):
    if not isinstance(report, pytest.SubtestReport):  # whose time is in that of its test, too
        _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter, config):
    if len(_seconds) > 1:
        terminalreporter.section(f"the slowest of {len(_seconds)} files")
        for file, seconds in _seconds.most_common(SLOWEST):
            terminalreporter.write_line(f"{seconds:7.1f} s  {file}")
    if not CHROMIUM:
        terminalreporter.write_line(
            "The browser tests need Chromium. To get it: apt-get install chromium-headless-shell"
        )
    if REQUIRE_BROWSER and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("REQUIRE_BROWSER=1: a skipped test counts as a failure here.", red=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    """Under REQUIRE_BROWSER=1 a run that skipped anything has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRE_BROWSER and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


@pytest.fixture(autouse=True)
def undefined_variables_fail():
    """Also where the page was rendered in another thread, or an {% if %} swallowed the exception."""
    undefined.seen.clear()
    yield
    if undefined.seen:
        pytest.fail("; ".join(sorted(set(undefined.seen))))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The empty database is kept, and put back after every test that has no transaction of its own (snapshots)."""
    from tests import snapshots

    with django_db_blocker.unblock():
        snapshots.install()


@pytest.fixture
def client():
    """A browser (tests.client)."""
    from tests.client import Client

    return Client()


@pytest.fixture
def world(db, tmp_path):
    """The shipped pages, the demo clinic, a form in progress and a request that was sent (tests.house.world)."""
    from tests.house.world import make_world
    from tests.snapshots import once

    return once("world", lambda: make_world(tmp_path))


@pytest.fixture
def staff(db, django_user_model):
    """Makes a member of staff: staff("receptionist"), any role of portal.roles, or staff("superuser")."""
    from django.contrib.auth.models import Group

    from portal.roles import ROLES_BY_SLUG

    def make(role, **fields):
        email = fields.pop("email", f"{role}@clinic.example")
        person = django_user_model.objects.create_user(email=email, password="an-honest-password", **fields)
        person.is_staff = True
        person.is_superuser = role == "superuser"
        person.save()
        if role != "superuser":
            person.groups.add(Group.objects.get(name=ROLES_BY_SLUG[role].name))
        return person

    return make
