"""Rows asked for without an order come in a random one, so that a test (or a page) leaning on chance fails soon.

pytest-randomly seeds the dice and prints the seed, so a failure can be had again: --randomly-seed=…
"""

import random

from django.db.models import QuerySet

_real_fetch_all = QuerySet._fetch_all


def _fetch_all_shuffled(queryset):
    fresh = queryset._result_cache is None
    _real_fetch_all(queryset)
    if fresh and not queryset.ordered and isinstance(queryset._result_cache, list):
        random.shuffle(queryset._result_cache)


def install() -> None:
    QuerySet._fetch_all = _fetch_all_shuffled
