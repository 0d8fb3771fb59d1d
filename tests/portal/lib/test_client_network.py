"""Where a visitor is: coarse, and not to be forged."""

import pytest
from django.test import RequestFactory

from portal.lib.client_network import client_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("192.0.2.1", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_neighbours_are_one(address, network):
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.7", "192.0.2.0/24"),  # nobody of ours wrote that
        (1, "198.51.100.7", "198.51.100.0/24"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.0/24"),  # the visitor wrote the first part
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.0/24"),
        (2, "x, 203.0.113.9, 198.51.100.7", "203.0.113.0/24"),
        (1, "198.51.100.7:4711", "198.51.100.0/24"),
        (1, "[2001:db8:5::1]:443", "2001:db8:5::/48"),
        (1, "[2001:db8:5::1]", "2001:db8:5::/48"),
        (1, "[::ffff:198.51.100.7]:80", "198.51.100.0/24"),
        (1, "::ffff:198.51.100.7", "198.51.100.0/24"),
        (1, "2001:db8:5::1%eth0", "2001:db8:5::/48"),
        (1, "[fe80::1%25eth0]:9", "fe80::/48"),
        (1, "1.2.3.4, [2001:db8:5::1]:443 ", "2001:db8:5::/48"),
        (2, "[2001:db8:5::1]:443, 198.51.100.7:1", "2001:db8:5::/48"),
        (1, "198.51.100.7:", "unknown"),
        (1, "198.51.100.7:123456", "unknown"),
        (1, "198.51.100.7:a", "unknown"),
        (1, "[198.51.100.7", "unknown"),
        (1, "198.51.100.7]:1", "unknown"),
        (1, "[2001:db8:5::1]443", "unknown"),
        (1, "[]:443", "unknown"),
        (1, "198.51.100.999:80", "unknown"),
        (1, "1" * 5000, "unknown"),
        (1, "[" * 5000, "unknown"),
        (1, "%eth0", "unknown"),
        (1, "", "192.0.2.0/24"),
        (1, "nonsense", "unknown"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(settings, proxies, forwarded, network):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_network(request) == network
