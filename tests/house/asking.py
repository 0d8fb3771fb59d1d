"""What a view answers to somebody, asked without a browser: the rights are the real ones, no page of errors is drawn."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve


def status_for(person, path: str, method: str = "get") -> int:
    """The status with which the view behind this path answers a member of staff who is logged in."""
    request = getattr(RequestFactory(), method)(path)
    request.user, request.session = person, SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True  # as Django's own test client
    view, args, named = resolve(urlsplit(path).path)
    try:
        return view(request, *args, **named).status_code
    except PermissionDenied:
        return HTTPStatus.FORBIDDEN
    except Http404:
        return HTTPStatus.NOT_FOUND
