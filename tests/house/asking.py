"""What a view answers to somebody, asked without a browser: the rights are the real ones, no error page is drawn."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve


def answer_for(person, path: str, method: str = "get") -> HttpResponse:
    """How the view behind this path answers a member of staff who is logged in. Refused: an empty 403 or 404."""
    request = getattr(RequestFactory(), method)(path)
    request.user, request.session = person, SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True  # as Django's own test client
    request.resolver_match = view, args, named = resolve(urlsplit(path).path)
    try:
        return view(request, *args, **named)
    except PermissionDenied:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    except Http404:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)


def status_for(person, path: str, method: str = "get") -> int:
    """The status of that answer; the page need not be drawn."""
    return answer_for(person, path, method).status_code


def content_for(person, path: str, method: str = "get") -> str:
    """What stands on that answer, drawn as for a browser."""
    answer = answer_for(person, path, method)
    if hasattr(answer, "render"):
        answer.render()
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")
