"""Every answer, errors included, tells browsers what they may do with it.

The pages are opened by test_reading_changes_nothing.py, which looks at the headers of each.
"""

from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal import errors
from portal.health import healthz
from tests.house.headers import NEEDED, NEEDED_IN_POLICY, header_faults


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
