"""Misspelt mail providers are asked about, never refused."""

import pytest

from appointments.requests.mail_domains import suggested_domain


@pytest.mark.parametrize(
    "address, meant",
    [
        ("a@gmial.com", "gmail.com"),
        ("a@GMIAL.COM", "gmail.com"),
        ("a@hotmal.com", "hotmail.com"),
        ("a@yaho.com", "yahoo.com"),
        ("a@gmail.com", ""),
        ("a@clinic.example", ""),
        ("a@sub.gmial.com", ""),
        ("", ""),
        ("gmial.com", "gmail.com"),
    ],
)
def test_what_an_address_probably_means(address, meant):
    assert suggested_domain(address) == meant
