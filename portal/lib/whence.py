"""Where on the network a visitor is, coarsely: to count tries, never to follow anybody."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

PREFIX = {4: 24, 6: 48}  # bits: about as many as one household, office or attacker has to itself


def network_of(request: HttpRequest) -> str:
    """The network the visitor's address lies in, as 192.0.2.0/24 or 2001:db8::/48; "unknown" if nobody knows it.

    Of X-Forwarded-For only what our own proxies (settings.PROXIES, so many) have added is believed.
    """
    believed = [request.META.get("REMOTE_ADDR", "")]
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES:
        believed = forwarded[-settings.PROXIES :] or believed
    try:
        address = ip_address(believed[0])
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/{PREFIX[address.version]}", strict=False))
