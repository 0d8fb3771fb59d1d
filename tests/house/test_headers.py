"""Every answer, errors and static files included, tells browsers what they may do with it."""

from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal import errors
from portal.health import healthz
from tests.house.world import everything

NEVER_IN_POLICY = (
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "nonce-",
    "http:",
    "https:",
    "*",
)
NEEDED_IN_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
NEEDED = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin", "strict-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}


def header_faults(headers) -> list[str]:
    """What the headers of an answer lack or allow too much."""
    policy = headers.get("Content-Security-Policy", "")
    directives = [directive.strip() for directive in policy.split(";")]
    faults = [f"policy lacks {needed}" for needed in NEEDED_IN_POLICY if needed not in directives]
    faults += [f"policy allows {word}" for word in NEVER_IN_POLICY if word in policy]
    faults += [f"{name}: {headers.get(name)}" for name, right in NEEDED.items() if headers.get(name) not in right]
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        faults.append("no Permissions-Policy")
    return faults


def test_every_address_sends_safe_headers(world, staff, client):
    client.force_login(staff("superuser"))
    faults = []
    for _, path in everything(world):
        faults += [f"{path}: {fault}" for fault in header_faults(client.get(path).headers)]
    assert faults == []


def test_errors_send_safe_headers_too(world, monkeypatch):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answers = {
        400: client.get("/", headers={"host": "elsewhere.example"}),
        403: client.post("/appointments/request/neurologist/"),
        404: client.get("/symptoms/no-such-page/"),
        405: client.generic("TRACE", "/"),
    }

    def broken(*args, **kwargs):
        raise RuntimeError("on purpose")

    def away(*args, **kwargs):
        raise OperationalError("on purpose")

    monkeypatch.setattr("topics.views.catalogue.catalogue.pages_of", broken)
    answers[500] = client.get("/")
    monkeypatch.setattr("topics.views.catalogue.catalogue.pages_of", away)
    answers[503] = client.get("/")
    faults = []
    for status, answer in answers.items():
        assert answer.status_code == status
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            faults.append(f"{status}: may be kept")
        faults += [f"{status}: sets the cookie {name}" for name in answer.cookies]
        faults += [f"{status}: {fault}" for fault in header_faults(answer.headers)]
    assert faults == []


def test_error_pages_need_neither_database_nor_session():
    request = RequestFactory().get("/nowhere/")
    for view in (
        errors.bad_request,
        errors.permission_denied,
        errors.page_not_found,
        errors.server_error,
        errors.service_unavailable,
    ):
        assert view(request).status_code >= 400
    assert healthz(request).status_code == 200


def test_missing_headers_and_a_loose_policy_are_caught():
    strict = "; ".join(NEEDED_IN_POLICY)
    good = HttpResponse(
        headers={name: min(right) for name, right in NEEDED.items()} | {"Permissions-Policy": "camera=()"}
    )
    good.headers["Content-Security-Policy"] = strict
    assert header_faults(good.headers) == []
    good.headers["Content-Security-Policy"] = strict + "; style-src-elem 'unsafe-inline'"
    assert header_faults(good.headers) == ["policy allows 'unsafe-inline'"]
    good.headers["Content-Security-Policy"] = strict.replace("default-src 'none'", "default-src *")
    assert header_faults(good.headers) == ["policy lacks default-src 'none'", "policy allows *"]
    good.headers["Content-Security-Policy"] = strict
    del good.headers["X-Content-Type-Options"]
    assert header_faults(good.headers) == ["X-Content-Type-Options: None"]
