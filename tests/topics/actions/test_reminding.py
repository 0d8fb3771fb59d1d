"""When reminders leave: once, again as configured, no more once everything is done; a look costs next to nothing."""

from datetime import timedelta

import pytest
from django.core import mail

from portal import duties, outbox
from portal.models import Heartbeat, OutboundMessage
from tests.builders import NOW, make_topic, make_user
from tests.portal.threads import at_once
from topics.actions.reminding import remind
from topics.models import Topic
from topics.workflow import State

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def reviewer():
    """Somebody for whom a page waits."""
    make_topic(state=State.IN_REVIEW)
    return make_user("clinician")


def reminders(person) -> int:
    return OutboundMessage.objects.filter(to=person.email).exclude(state="cancelled").count()


def go_round(since, until, step) -> None:
    """The worker looks and sends from time to time."""
    moment = since
    while moment <= until:
        remind(now=moment)
        outbox.send_due(now=moment)
        moment += step


def test_each_person_is_reminded_once_in_the_time_configured(reviewer, settings):
    make_user("editor")  # for whom nothing waits
    go_round(NOW, NOW + 6 * DAY, 6 * HOUR)
    assert (reminders(reviewer), len(mail.outbox)) == (1, 1)
    go_round(NOW + 7 * DAY, NOW + 13 * DAY, 6 * HOUR)
    assert len(mail.outbox) == 2
    settings.REMINDER_DAYS = 2
    go_round(NOW + 14 * DAY, NOW + 17 * DAY, 6 * HOUR)
    assert len(mail.outbox) == 4


def test_reminders_stop_when_it_is_done(reviewer):
    remind(now=NOW)
    outbox.send_due(now=NOW)
    Topic.objects.update(state=State.DRAFT)
    go_round(NOW + DAY, NOW + 30 * DAY, DAY)
    assert len(mail.outbox) == 1 and OutboundMessage.objects.count() == 1


def test_what_comes_up_later_is_told_at_the_next_look(reviewer):
    colleague = make_user("clinician", is_active=False)
    remind(now=NOW)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=True)
    assert remind(now=NOW + timedelta(minutes=59)) == 0
    assert remind(now=NOW + HOUR) == 1
    assert (reminders(reviewer), reminders(colleague)) == (1, 1)


def test_between_two_looks_a_round_costs_one_query(reviewer, django_assert_num_queries):
    remind(now=NOW)
    with django_assert_num_queries(1):
        assert remind(now=NOW + timedelta(seconds=5)) == 0


def test_a_failed_look_is_made_up_for(reviewer, monkeypatch):
    monkeypatch.setattr("topics.actions.reminding.content_staff", lambda: [None])
    with pytest.raises(AttributeError):
        remind(now=NOW)
    monkeypatch.undo()
    assert not Heartbeat.objects.exists() and remind(now=NOW + timedelta(seconds=5)) == 1


def test_the_worker_knows_this_duty(reviewer):
    assert duties.run_all(now=NOW)["remind of pages"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(reviewer):
    remind(now=NOW - 2 * HOUR)
    OutboundMessage.objects.all().delete()
    assert sorted(at_once(*[lambda: remind(now=NOW)] * 3)) == [0, 0, 1]
    assert reminders(reviewer) == 1
