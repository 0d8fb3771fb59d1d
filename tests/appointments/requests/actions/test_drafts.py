"""Unfinished requests: kept for a day, found by their secret alone, forgotten in passing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from appointments import secrets
from appointments.models import RequestDraft
from appointments.requests.actions import drafts
from tests.appointments.builders import NOON, at_once, make_article, make_request, make_service, tables_holding

pytestmark = pytest.mark.django_db
A_DAY = timedelta(hours=24)


def begin(service, **changes) -> tuple[str, RequestDraft]:
    secret = drafts.begin(**{"service": service, "edition": None, "now": NOON} | changes)
    return secret, RequestDraft.objects.get(key_digest=secrets.digest(secret))


def test_a_draft_begins_empty_for_a_day_and_remembers_the_article(service):
    edition = make_article()
    _secret, draft = begin(service, edition=edition)
    assert (draft.service, draft.source_edition, draft.answers) == (service, edition, {})
    assert draft.expires_at == NOON + A_DAY


def test_only_the_digest_of_the_secret_is_stored(service):
    secret, _draft = begin(service)
    assert tables_holding(secret) == []


def test_answers_are_kept_as_typed_and_for_another_day(service):
    _secret, draft = begin(service)
    typed = {"patient_name": ["  Оле́на \u202e <b>"], "call_times": ["morning", "midday"]}
    drafts.save_step(draft=draft, step="who", answers=typed, now=NOON + timedelta(hours=23))
    draft.refresh_from_db()
    assert draft.answers == {"who": typed}
    assert draft.expires_at == NOON + timedelta(hours=23) + A_DAY


@pytest.mark.parametrize("typed", ["a\x00b", "\x00", "\ud800", "a\udfffb", "\U0010ffff", "\ufffe", '"\\u0000"'])
def test_characters_a_database_cannot_hold_do_not_lose_the_rest(service, typed):
    _secret, draft = begin(service)
    drafts.save_step(draft=draft, step="more", answers={"reason": [f"before{typed}after"]}, now=NOON)
    draft.refresh_from_db()
    [kept] = draft.answers["more"]["reason"]
    assert kept.startswith("before") and kept.endswith("after")


def test_two_tabs_answering_different_steps_lose_nothing(service):
    _secret, first_tab = begin(service)
    second_tab = RequestDraft.objects.get(pk=first_tab.pk)
    drafts.save_step(draft=first_tab, step="who", answers={"patient_name": ["Olena"]}, now=NOON)
    drafts.save_step(draft=second_tab, step="reach", answers={"phone": ["112"]}, now=NOON)
    first_tab.refresh_from_db()
    assert first_tab.answers == {"who": {"patient_name": ["Olena"]}, "reach": {"phone": ["112"]}}


def test_answering_a_step_again_replaces_the_old_answer(service):
    _secret, draft = begin(service)
    for name in ("Olena", "Petro"):
        drafts.save_step(draft=draft, step="who", answers={"patient_name": [name]}, now=NOON)
    draft.refresh_from_db()
    assert draft.answers == {"who": {"patient_name": ["Petro"]}}


def test_keeping_after_sending_does_nothing(service):
    secret, draft = begin(service)
    make_request(service, secret=secret)
    drafts.save_step(draft=draft, step="who", answers={"patient_name": ["Olena"]}, now=NOON)
    assert not RequestDraft.objects.exists()


def test_old_drafts_are_forgotten_in_passing(service):
    kept_until = [NOON - timedelta(days=3), NOON - timedelta(seconds=1), NOON, NOON + timedelta(seconds=1)]
    for number, expires_at in enumerate(kept_until):
        RequestDraft.objects.create(key_digest=f"{number:064}", service=service, expires_at=expires_at)
    begin(service)
    left = RequestDraft.objects.order_by("expires_at").values_list("expires_at", flat=True)
    assert list(left) == [NOON + timedelta(seconds=1), NOON + A_DAY]


def test_only_so_many_are_forgotten_at_a_time_the_oldest_first(service):
    for hours in range(5):
        RequestDraft.objects.create(
            key_digest=f"{hours:064}", service=service, expires_at=NOON - timedelta(hours=hours)
        )
    assert drafts.remove_expired(now=NOON, at_most=2) == 2
    left = RequestDraft.objects.order_by("expires_at").values_list("expires_at", flat=True)
    assert list(left) == [NOON - timedelta(hours=hours) for hours in (2, 1, 0)]


def test_a_draft_that_cannot_be_stored_forgets_nobody_elses(service, monkeypatch):
    monkeypatch.setattr(secrets, "new_secret", lambda: "twice the same")
    begin(service)
    RequestDraft.objects.create(key_digest="0" * 64, service=service, expires_at=NOON - A_DAY)
    with pytest.raises(IntegrityError):
        drafts.begin(service=service, edition=None, now=NOON)
    assert RequestDraft.objects.filter(key_digest="0" * 64).exists()


@pytest.mark.django_db(transaction=True)
def test_steps_kept_at_the_same_moment_are_all_kept():
    _secret, draft = begin(make_service())
    steps = [f"step {number}" for number in range(12)]

    def keep(step):
        drafts.save_step(draft=draft, step=step, answers={"field": [step]}, now=NOON)

    at_once([lambda step=step: keep(step) for step in steps])
    draft.refresh_from_db()
    assert draft.answers == {step: {"field": [step]} for step in steps}
