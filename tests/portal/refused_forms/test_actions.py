"""What was typed into a refused form is kept for an hour, and then removed."""

from datetime import UTC, datetime, timedelta

from portal import duties
from portal.models import RefusedForm
from portal.refused_forms import actions

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_it_is_kept_for_an_hour_and_the_worker_removes_it(db):
    kept = actions.keep("a" * 64, {"typed": {"reason": ["cramps"]}}, now=NOW)
    assert kept.expires_at == NOW + HOUR
    assert duties.run_all(now=NOW + HOUR - timedelta(seconds=1))["forget refused forms"] == 0
    assert duties.run_all(now=NOW + HOUR)["forget refused forms"] == 1
    assert not RefusedForm.objects.exists()


def test_where_no_worker_runs_the_next_one_that_is_kept_removes_what_has_expired(db):
    for name in "abc":
        actions.keep(name * 64, {}, now=NOW)
    actions.keep("d" * 64, {}, now=NOW + HOUR)
    assert list(RefusedForm.objects.values_list("key_digest", flat=True)) == ["d" * 64]
