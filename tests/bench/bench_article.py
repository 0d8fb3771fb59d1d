"""The lower-back-cramps article beside a Django view that returns the very same bytes.

The other side has Django's usual middleware around it, or nothing. Kept, the article costs what is left of the portal;
drawn, as its first reader after a change sees it, also one query or two and the templates.
"""

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from portal.urls import urlpatterns as portal_addresses
from tests.bench import Result, compare

ARTICLE = "/symptoms/lower-back-cramps/"
USUAL = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_bytes = b""


def bare(request):
    return HttpResponse(_bytes)


urlpatterns = [path("bare/", bare), *portal_addresses]


def opening(handler: WSGIHandler, address: str):
    """A function that opens the address as a web server does, and gives the body."""
    environ = RequestFactory().get(address, headers={"host": "localhost"}).environ

    def call() -> bytes:
        status = []
        response = handler(dict(environ), lambda line, headers: status.append(line))
        body = b"".join(response)
        response.close()
        assert status == ["200 OK"], f"{address} answers {status}"
        return body

    return call


def run() -> list[Result]:
    global _bytes
    with override_settings(ROOT_URLCONF=__name__):
        portal = opening(WSGIHandler(), ARTICLE)
        _bytes = portal()
        with override_settings(MIDDLEWARE=USUAL):
            usual = opening(WSGIHandler(), "/bare/")
        with override_settings(MIDDLEWARE=[]):
            nothing_around = opening(WSGIHandler(), "/bare/")
        results = [
            compare("kept article / same bytes, usual middleware", portal, usual),
            compare("kept article / same bytes, no middleware", portal, nothing_around),
        ]
        with override_settings(KEEPS_PUBLIC_PAGES=False):
            return [*results, compare("drawn article / same bytes, usual middleware", portal, usual)]
