"""A secret that a machine has drawn is told from one that a person has thought of."""

import base64
import random

import pytest

from portal.lib.randomness import looks_random

DJANGOS = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)"  # of its get_random_secret_key


def test_whatever_a_machine_draws_is_taken():
    drawn = random.Random(5)
    for _ in range(2000):
        data = drawn.randbytes(38)
        assert looks_random(data.hex())
        assert looks_random(base64.urlsafe_b64encode(data).decode())
        assert looks_random("".join(drawn.choices(DJANGOS, k=50)))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a" * 60,
        "Wz3vN8Fa" * 8,
        "the clinic at the river keeps this secret to itself alone",
        "zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUTSRQPONMLKJIHG",
        "7p-poiuyt-4Kd-lkjhgf-9Qx-mnbvcx-2Rs8Wb5Zt3Ja6Hv1Ye0Cu4Nf",
    ],
)
def test_what_a_person_thought_of_is_not(value):
    assert not looks_random(value)
