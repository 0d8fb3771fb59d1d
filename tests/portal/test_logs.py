"""The log names no address that opens a patient's page."""

import logging

import pytest

from portal.logs import RedactSecrets, redact_secrets

SECRET = "as-long-as-a-real-one-is_" + "x" * 18


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"Not Found: /appointments/{SECRET}/", "Not Found: /appointments/…/"),
        (
            f"Forbidden: /appointments/request/neurologist/{SECRET}/check/",
            "Forbidden: /appointments/request/neurologist/…/check/",
        ),
        (f"Gone: /preview/eyJ0b3BpYyI6MX0:1w{SECRET}:x/", "Gone: /preview/…/"),
        ("Not Found: /symptoms/lower-back-cramps/", "Not Found: /symptoms/lower-back-cramps/"),
    ],
)
def test_the_secret_part_of_a_link_is_replaced_and_nothing_else(written, kept):
    assert redact_secrets(written) == kept


def test_a_refused_link_leaves_no_secret_in_the_log(client, db, settings, capsys):
    handler = logging.StreamHandler()
    handler.addFilter(RedactSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get(f"/appointments/{SECRET}/").status_code == 404
    finally:
        logger.removeHandler(handler)
    written = capsys.readouterr().err
    assert "Not Found: /appointments/…/" in written
    assert SECRET not in written.splitlines()[-1]


def test_every_handler_of_the_portal_filters(settings):
    assert settings.LOGGING["handlers"]
    assert all("redact_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
