"""A spent try says for what it was and when; whose it was only as a digest."""

import pytest

from appointments.models import SpentTry
from tests.appointments.builders import NOON
from tests.portal.models.promises import is_refused

pytestmark = pytest.mark.django_db
DIGEST = "0123456789abcdef" * 4
TRIED = {"spent_try_scope_known", "spent_try_key_is_a_digest"}


@pytest.mark.parametrize(
    "constraint, lie",
    [
        ("spent_try_scope_known", {"scope": "anything"}),
        ("spent_try_scope_known", {"scope": ""}),
        ("spent_try_key_is_a_digest", {"key_digest": "192.0.2.0/24"}),
        ("spent_try_key_is_a_digest", {"key_digest": DIGEST.upper()}),
    ],
)
def test_nothing_else_is_stored(constraint, lie):
    is_refused(
        lambda: SpentTry.objects.create(**{"scope": "link", "key_digest": DIGEST, "at": NOON} | lie), {constraint}
    )


@pytest.mark.parametrize("scope", SpentTry.Scope.values)
def test_every_kind_of_count_is_stored(scope):
    assert SpentTry.objects.create(scope=scope, key_digest=DIGEST, at=NOON).scope == scope


def test_the_truth_is_stored_and_names_nobody():
    kept = SpentTry.objects.create(scope="address", key_digest=DIGEST, at=NOON)
    assert str(kept) == "to find a request, from one part of the network, 2026-11-25 12:00 UTC"
