"""Is the process alive, and is it able to serve? For load balancers and for people."""

from collections.abc import Callable
from datetime import timedelta

from django.core.checks import Tags, run_checks
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from portal.models import Heartbeat
from portal.outbox import WORKER

LATE_AFTER = timedelta(minutes=5)

_words: dict[str, Callable[[], str]] = {}


def tell(name: str, how: Callable[[], str]) -> None:
    """Adds a word of an app's own to what /readyz says. It warns; it never takes the process out of service."""
    _words[name] = how


def healthz(request):
    """Alive. Asks nothing of the database: a restart would not mend that."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request):
    """Able to serve: 200 with database, its guards and migrations in order, else 503.

    A late message worker is told but does not take the web process out of service: requests are still stored safely.
    """
    try:
        behind = _migrations_behind()
        guarded = behind or _is_guarded()
        worker = _worker_state()
        words = {} if behind else {name: how() for name, how in _words.items()}
    except (DatabaseError, InterfaceError):
        return JsonResponse({"database": "away"}, status=503)
    state = {
        "database": "ok" if guarded else "a guard is missing",
        "migrations": "behind" if behind else "ok",
        "worker": worker,
        **words,
    }
    return JsonResponse(state, status=503 if behind or not guarded else 200)


def _migrations_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_guarded() -> bool:
    """Whether what the apps' database checks look for is there: `manage.py check --database default` says more."""
    return not any(found.is_serious() for found in run_checks(tags=[Tags.database], databases=["default"]))


def _worker_state() -> str:
    if "portal_heartbeat" not in connection.introspection.table_names():
        return "unknown"
    beaten_at = Heartbeat.objects.filter(worker=WORKER).values_list("beaten_at", flat=True).first()
    if beaten_at is None:
        return "not seen yet"
    return "ok" if timezone.now() - beaten_at < LATE_AFTER else "late"
