"""A feed's secret is shown once, stored as a digest, and one at a time opens anything."""

import pytest

from appointments import link_secrets
from appointments.booking.actions import calendar_feeds
from appointments.lifecycle.actor import Actor, NoRight
from appointments.models import CalendarFeed
from appointments.workflow import Role
from tests.appointments.builders import NOON, at_once, tables_holding
from tests.appointments.clinic import make_actor, refused
from tests.builders import make_practitioner, make_user

pytestmark = pytest.mark.django_db


def make_doctor():
    user = make_user("")
    practitioner = make_practitioner(user=user)
    return practitioner, Actor(Role.PRACTITIONER, user)


def test_a_secret_is_given_once_and_stored_as_a_digest():
    practitioner, doctor = make_doctor()
    secret = calendar_feeds.make(practitioner, by=doctor, now=NOON)
    feed = CalendarFeed.objects.get()
    assert (feed.digest, feed.made_by, feed.made_at) == (link_secrets.digest(secret), doctor.user, NOON)
    assert tables_holding(secret) == []


def test_a_new_one_ends_the_one_before_and_revoking_ends_it_for_good():
    practitioner, doctor = make_doctor()
    for _ in range(2):
        calendar_feeds.make(practitioner, by=doctor, now=NOON)
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1
    assert calendar_feeds.revoke(practitioner, by=doctor, now=NOON)
    assert not calendar_feeds.revoke(practitioner, by=doctor, now=NOON)
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()


def test_a_lead_looks_after_everybodys_and_nobody_else_after_anothers():
    practitioner, _doctor = make_doctor()
    _other, stranger = make_doctor()
    assert calendar_feeds.make(practitioner, by=make_actor(Role.LEAD), now=NOON)
    for by in (stranger, make_actor(Role.RECEPTIONIST), make_actor(Role.ADMINISTRATOR)):
        refused(NoRight, calendar_feeds.make, practitioner, by=by, now=NOON)
        refused(NoRight, calendar_feeds.revoke, practitioner, by=by, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_made_at_one_moment_one_lives():
    practitioner, doctor = make_doctor()
    at_once([lambda: calendar_feeds.make(practitioner, by=doctor, now=NOON)] * 3)
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1
