"""Whatever list names patients is recorded under whoever is shown it."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest

from appointments.booking.actions import looks
from appointments.models import ListLook


def record_shown(http_request: HttpRequest, page: ListLook.Page, requests: Iterable[int], now: datetime) -> None:
    """Records that the reader of this page is shown these requests, by primary key. A HEAD shows nothing."""
    if http_request.method != "HEAD":
        looks.record_list(requests, page, by=http_request.actor, now=now)
