"""/healthz: the process is alive. /readyz: it is able to serve. For load balancers and for people."""

from collections.abc import Callable
from datetime import timedelta

from django.core.checks import Tags, run_checks
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from portal import clock, logs, outbox, waiting
from portal.actions import WORKER
from portal.lib.registry import Registry
from portal.models import Heartbeat

PATHS = ("/healthz", "/readyz")  # of the two, in this order
LATE_AFTER = timedelta(minutes=5)  # since the worker's last heartbeat
_AT_ONCE = waiting.Places(1, 0)  # of those who ask /readyz, or it would take all threads while the database hangs
APP_STATES: Registry[Callable[[], str]] = Registry("state")


def register_state(name: str, read: Callable[[], str]) -> None:
    """Adds an app's own state to the answer of /readyz; `read` gives it in a word or two. Raises AlreadyRegistered.

    Whatever it says, the process stays in service.
    """
    APP_STATES.register(name, read)


def healthz(request):
    """200 as long as the process answers. No query: restarting the process would not bring a database back."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request):
    """200 if database, its guards and migrations are in order, else 503; as JSON, with the worker and the apps' states.

    A late message worker does not take the web process out of service: requests are stored all the same.
    """
    try:
        place = _AT_ONCE.take()
    except waiting.Hangs:
        return _not_ready({"database": "slow"})
    try:
        return _answer(request)
    finally:
        _AT_ONCE.give_back(place)


def _answer(request) -> JsonResponse:
    try:
        behind = _migrations_behind()
        guarded = behind or _is_guarded()
        worker = _worker_state()
        mail = "unknown" if behind else _mail_state()
        trusted = "unknown" if behind else ("in doubt" if clock.doubt(now=timezone.now()) else "ok")
        states = {} if behind else {name: read() for name, read in APP_STATES.items()}
    except (DatabaseError, InterfaceError) as error:
        logs.database_outage.failed(request.path, error)
        return _not_ready({"database": "away"})
    state = {
        "database": "ok" if guarded else "a guard is missing",
        "migrations": "behind" if behind else "ok",
        "worker": worker,
        "mail": mail,
        "clock": trusted,
        **states,
    }
    return _not_ready(state) if behind or not guarded else JsonResponse(state)


def _not_ready(state: dict) -> JsonResponse:
    response = JsonResponse(state, status=503)
    response._has_been_logged = True  # asked every few seconds: the answer itself is enough
    return response


def _migrations_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_guarded() -> bool:
    """Whether what the apps' database checks look for is there: `manage.py check --database default` says more."""
    return not any(found.is_serious() for found in run_checks(tags=[Tags.database], databases=["default"]))


def _mail_state() -> str:
    """ "ok", or since when the mail server takes nothing, in UTC."""
    refusals = outbox.mail_refusals()
    return f"{refusals.messages} refused since {refusals.since:%Y-%m-%d %H:%M} UTC" if refusals else "ok"


def _worker_state() -> str:
    if "portal_heartbeat" not in connection.introspection.table_names():
        return "unknown"
    seen_at = Heartbeat.objects.filter(worker=WORKER).values_list("seen_at", flat=True).first()
    if seen_at is None:
        return "not seen yet"
    age = timezone.now() - seen_at
    if age < -LATE_AFTER:
        return "seen in the future"
    return "ok" if age < LATE_AFTER else "late"
