"""Addresses that lead on keep what was asked for behind the question mark."""

from django.http import HttpRequest


def with_query(address: str, request: HttpRequest) -> str:
    """The address with the query of the page asked for; without one, the address alone."""
    return f"{address}?{request.GET.urlencode()}" if request.GET else address
