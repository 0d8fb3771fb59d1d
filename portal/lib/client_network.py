"""The part of the network a request comes from, for counting tries per network. No full address is kept."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# [2001:db8::1]:443, [2001:db8::1] or 192.0.2.77:4711, as some proxies write an address; else the address alone.
_WITH_PORT = re.compile(r"\[(?P<six>[0-9A-Fa-f:.%\w]+)\](?::\d{1,5})?|(?P<four>[0-9.]+):\d{1,5}")
PREFIX = {4: 24, 6: 48}  # bits by IP version: about what one household or office has to itself


def client_network(request: HttpRequest) -> str:
    """The network of the visitor's address, as 192.0.2.0/24 or 2001:db8::/48; "unknown" without a valid address.

    Behind proxies the address is the entry of X-Forwarded-For that the outermost of settings.PROXIES own proxies
    added; entries before it can be forged and are ignored.
    """
    trusted = [request.META.get("REMOTE_ADDR", "")]
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES:
        trusted = forwarded[-settings.PROXIES :] or trusted
    try:
        address = ip_address(_without_port(trusted[0]))
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/{PREFIX[address.version]}", strict=False))


def _without_port(entry: str) -> str:
    """The address alone: without its port, its brackets and the name of a network card (%eth0)."""
    found = _WITH_PORT.fullmatch(entry)
    return ((found["six"] or found["four"]) if found else entry).partition("%")[0]
