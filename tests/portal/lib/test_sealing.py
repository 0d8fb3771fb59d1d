"""What is sealed is read by nobody, opened whole, for its purpose and its time only, and cannot be changed."""

from datetime import timedelta

import pytest
import time_machine

from portal.lib.sealing import seal, unseal

DAY = timedelta(days=1)
TEXTS = ["", "a", "Zebra words " * 500, "ä\n\r\n\x00🙂" * 20, "x" * 300_000]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(len(text)))
def test_what_was_sealed_comes_out_as_it_went_in(text):
    sealed = seal(text, purpose="a test")
    assert unseal(sealed, purpose="a test", max_age=DAY) == text
    assert sealed.replace("=", "").replace("-", "").replace("_", "").isalnum() and sealed.isascii()


def test_two_seals_of_one_text_have_nothing_in_common():
    one, other = (seal("Zebra words " * 50, purpose="a test") for _time in range(2))
    assert sum(a == b for a, b in zip(one, other, strict=True)) < len(one) / 4


def test_it_opens_for_its_purpose_only():
    assert unseal(seal("words", purpose="a test"), purpose="another", max_age=DAY) is None


def test_it_opens_for_its_time_only():
    with time_machine.travel("2027-03-01 09:00Z", tick=False) as clock:
        sealed = seal("words", purpose="a test")
        clock.shift(DAY)
        assert unseal(sealed, purpose="a test", max_age=DAY) == "words"
        clock.shift(1)
        assert unseal(sealed, purpose="a test", max_age=DAY) is None


def test_whatever_is_changed_nothing_else_comes_out():
    sealed = seal("words", purpose="a test")
    for at, letter in enumerate(sealed):
        other = "A" if letter != "A" else "B"
        # The last letters of Base64 may stand for the same bytes.
        assert unseal(sealed[:at] + other + sealed[at + 1 :], purpose="a test", max_age=DAY) in (None, "words")
        assert unseal(sealed[:at], purpose="a test", max_age=DAY) is None


def test_it_ends_with_the_key_it_was_sealed_with(settings):
    sealed = seal("words", purpose="a test")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5
    assert unseal(sealed, purpose="a test", max_age=DAY) is None
