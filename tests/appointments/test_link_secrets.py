"""Secrets of links nobody can guess, of which only digests are stored."""

import re

from appointments import link_secrets


def test_a_secret_holds_256_bits_and_is_safe_in_an_address():
    secrets_made = {link_secrets.new_secret() for _ in range(1000)}
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", secret) for secret in secrets_made)
    assert len(secrets_made) == 1000


def test_what_is_stored_of_a_secret_does_not_give_it_away():
    assert link_secrets.digest("one") != link_secrets.digest("two")
    assert re.fullmatch("[0-9a-f]{64}", link_secrets.digest("one"))
    assert "one" not in link_secrets.digest("one")


def test_a_form_has_one_status_secret_that_is_not_its_own():
    own, other = link_secrets.new_secret(), link_secrets.new_secret()
    assert link_secrets.status_secret(own) == link_secrets.status_secret(own)
    assert link_secrets.status_secret(own) != link_secrets.status_secret(other)
    assert link_secrets.status_secret(own) not in (own, link_secrets.digest(own), link_secrets.digest(own)[:48])
    assert re.fullmatch("[0-9a-f]{48}", link_secrets.status_secret(own))  # 192 bits


def test_a_secret_in_any_script_has_a_digest():
    assert len(link_secrets.digest("клюц\x00🔑")) == 64
