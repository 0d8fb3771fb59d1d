"""A public page may be kept, is asked for again by its ETag, and travels as small as the browser allows."""

import gzip

import brotli
import pytest
from django.http import HttpResponse

from portal.lib.caching import public_page

TEXT = "Most back pain gets better. " * 200


@public_page
def page(request):
    return HttpResponse(TEXT)


@pytest.fixture
def answer(rf):
    return lambda accepted=None: page(rf.get("/", headers={"accept-encoding": accepted} if accepted else {}))


def unpacked(response) -> str:
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    return undo[response.headers.get("Content-Encoding")](response.content).decode()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("deflate, gzip;q=1.0, *;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0.0, gzip;q=0.000", None),
        ("br; q=0.4 , gzip", "br"),
        ("GZIP", "gzip"),
        ("brotli, xgzip", None),
        (";;;,,q=1", None),
    ],
)
def test_the_page_comes_in_a_coding_the_browser_takes(answer, accepted, encoding):
    response = answer(accepted)
    assert response.headers.get("Content-Encoding") == encoding
    assert unpacked(response) == TEXT
    assert response.headers["Vary"] == "Accept-Encoding"
    assert (len(response.content) < len(TEXT) / 10) is (encoding is not None)


def test_anyone_may_keep_the_page_but_has_to_ask_whether_it_is_still_the_same(answer):
    assert set(answer().headers["Cache-Control"].split(", ")) == {"public", "no-cache"}


def test_the_same_page_has_the_same_bytes_each_time(answer):
    assert answer("gzip").content == answer("gzip").content
    assert answer("br").content == answer("br").content


def test_a_page_that_changed_is_not_served_from_the_kept_bytes(rf):
    texts = iter(["before", "after"])
    changing = public_page(lambda request: HttpResponse(next(texts)))
    request = rf.get("/", headers={"accept-encoding": "br"})
    assert [unpacked(changing(request)), unpacked(changing(request))] == ["before", "after"]
