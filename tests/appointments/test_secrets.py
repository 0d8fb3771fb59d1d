"""References people read out, and secrets nobody can guess."""

import re

from appointments import secrets


def test_a_reference_is_eight_characters_nobody_mixes_up():
    references = {secrets.new_reference() for _ in range(2000)}
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", reference) for reference in references)
    assert len(references) == 2000
    assert set("".join(references)) == set(secrets.CROCKFORD)


def test_a_secret_holds_256_bits_and_is_safe_in_an_address():
    secrets_made = {secrets.new_secret() for _ in range(1000)}
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", secret) for secret in secrets_made)
    assert len(secrets_made) == 1000


def test_what_is_stored_of_a_secret_does_not_give_it_away():
    assert secrets.digest("one") != secrets.digest("two")
    assert re.fullmatch("[0-9a-f]{64}", secrets.digest("one"))
    assert "one" not in secrets.digest("one")


def test_a_form_has_one_status_secret_that_is_not_its_own():
    own, other = secrets.new_secret(), secrets.new_secret()
    assert secrets.status_secret(own) == secrets.status_secret(own)
    assert secrets.status_secret(own) != secrets.status_secret(other)
    assert secrets.status_secret(own) not in (own, secrets.digest(own), secrets.digest(own)[:48])
    assert re.fullmatch("[0-9a-f]{48}", secrets.status_secret(own))  # 192 bits


def test_a_secret_in_any_script_has_a_digest():
    assert len(secrets.digest("клюц\x00🔑")) == 64
