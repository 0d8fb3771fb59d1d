"""The lower-back-cramps article beside a Django view that returns the very same bytes.

With our middleware around both, the ratio is what finding and drawing the article costs: one query and the templates.
With nothing around the other, it is what the portal costs as a whole.
"""

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from portal.urls import urlpatterns as portal_addresses
from tests.bench import Result, compare

ARTICLE = "/symptoms/lower-back-cramps/"
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
        whole = WSGIHandler()
        with override_settings(MIDDLEWARE=[]):
            nothing_around = WSGIHandler()
        article = opening(whole, ARTICLE)
        _bytes = article()
        return [
            compare("article / same bytes, same middleware", article, opening(whole, "/bare/")),
            compare("article / same bytes, no middleware", article, opening(nothing_around, "/bare/")),
        ]
