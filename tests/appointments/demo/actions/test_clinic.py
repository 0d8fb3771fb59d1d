"""The demonstration: invented staff with random passwords, people with hours, open forms; run again, no change."""

import stat
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from appointments.demo.actions import clinic
from appointments.demo.actions.clinic import make_demo_clinic
from appointments.desk.access import desk_actor
from appointments.models import HealthcareService, Location, OpeningHours, WorkingHours
from appointments.scheduling.free_times import free_times
from appointments.workflow import Role
from portal.models import AccessChange, User
from portal.roles import ROLES, ROLES_BY_SLUG
from tests.appointments.builders import NOON, everything_stored, make_specialist, tables_holding
from tests.snapshots import restore, take_snapshot
from topics.models import Practitioner

pytestmark = pytest.mark.django_db


@pytest.fixture
def passwords(tmp_path):
    return tmp_path / "demo-logins.txt"


@pytest.fixture
def specialists():
    return [make_specialist(slug) for slug in ("neurologist", "vertebrologist", "orthopedist")]


def forget_accounts():
    """A database in which there never was an account."""
    Practitioner.objects.update(user=None)
    gone = [User, User.groups.through, AccessChange]
    tables = {connection.ops.quote_name(model._meta.db_table) for model in gone}
    restore({table: rows for table, rows in take_snapshot().items() if table not in tables})


def test_there_is_one_login_per_role_and_each_works(passwords):
    logins = make_demo_clinic(passwords=passwords)
    assert [login.role for login in logins] == [role.slug for role in ROLES]
    for login in logins:
        person = authenticate(username=login.email, password=login.password)
        assert person.display_name and person.is_staff
        assert [group.name for group in person.groups.all()] == [ROLES_BY_SLUG[login.role].name]
        assert person.is_superuser == (login.role == "admin")


def test_every_specialist_with_a_page_can_be_asked_for_and_the_known_ones_have_people(passwords, specialists):
    make_demo_clinic(passwords=passwords)
    services = HealthcareService.objects.order_by("pk")
    assert [service.specialty for service in services] == specialists
    assert all(service.is_open for service in services)
    seen = {person.name: set(person.specialties.all()) for person in Practitioner.objects.order_by("pk")}
    assert len(seen) == 7
    assert seen["Dr Nina Sample"] == set(specialists[:2])
    assert seen["Mr Peter Placeholder"] == set()  # there is no page for physiotherapists here


def test_everybody_has_a_week_at_a_place_and_reception_is_open(passwords, specialists):
    make_demo_clinic(passwords=passwords)
    assert Location.objects.count() == 2
    assert OpeningHours.objects.filter(weekday=1).count() == 2 and not OpeningHours.objects.filter(weekday=6).exists()
    service = HealthcareService.objects.first()
    monday = NOON.date() + timedelta(days=5)
    for person in Practitioner.objects.all():
        week = {"first_day": monday, "last_day": monday + timedelta(days=6)}
        assert free_times(service=service, practitioners=[person], now=NOON, **week), person


def test_the_reviewers_account_is_a_practitioners_too(passwords):
    make_demo_clinic(passwords=passwords)
    clara = User.objects.get(email="clinician@demo.example")
    assert clara.practitioner.name == "Dr Clara Example"
    assert desk_actor(clara).role == Role.PRACTITIONER


def test_a_demonstration_from_before_there_were_hours_gets_them(passwords, specialists):
    make_demo_clinic(passwords=passwords)
    for model in (WorkingHours, OpeningHours, Location):
        model.objects.all().delete()
    Practitioner.objects.filter(name="Dr Boris Sample").update(name="Dr Boris Renamed")
    make_demo_clinic(passwords=passwords)
    assert WorkingHours.objects.filter(practitioner__name="Dr Ada Example").exists()
    assert not WorkingHours.objects.filter(practitioner__name="Dr Boris Renamed").exists()


def test_a_second_run_is_quick(passwords, specialists, django_assert_max_num_queries):
    make_demo_clinic(passwords=passwords)
    with django_assert_max_num_queries(5 + len(specialists) + 5):  # accounts, services, and what is there already
        make_demo_clinic(passwords=passwords)


def test_a_second_run_changes_nothing_and_gives_the_same_logins(passwords, specialists):
    first = make_demo_clinic(passwords=passwords)
    before, written = everything_stored(), passwords.stat().st_mtime_ns
    assert make_demo_clinic(passwords=passwords) == first
    assert everything_stored() == before
    assert passwords.stat().st_mtime_ns == written


def test_what_staff_changed_stays_as_they_left_it(passwords, specialists):
    make_demo_clinic(passwords=passwords)
    User.objects.filter(email="editor@demo.example").update(display_name="Edie Renamed", is_active=False)
    HealthcareService.objects.filter(specialty=specialists[0]).update(is_open=False, closed_reason="Holidays")
    WorkingHours.objects.exclude(practitioner__name="Dr Ada Example").delete()
    Practitioner.objects.exclude(name="Dr Ada Example").delete()
    OpeningHours.objects.all().delete()
    before = everything_stored()
    make_demo_clinic(passwords=passwords)
    assert everything_stored() == before


def test_passwords_are_random_and_stored_only_as_hashes(tmp_path):
    logins = make_demo_clinic(passwords=tmp_path / "one.txt")
    forget_accounts()
    others = make_demo_clinic(passwords=tmp_path / "other.txt")
    drawn = [login.password for login in (*logins, *others)]
    assert len(set(drawn)) == 10
    assert min(map(len, drawn)) >= 16
    assert [table for password in drawn for table in tables_holding(password)] == []


def test_only_the_owner_can_read_the_file_of_passwords(passwords):
    make_demo_clinic(passwords=passwords)
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600


def test_a_file_that_was_open_to_all_is_closed_before_passwords_go_in(passwords):
    passwords.touch(0o644)
    passwords.chmod(0o644)
    make_demo_clinic(passwords=passwords)
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600


def test_a_lost_file_gives_new_passwords_that_work(passwords):
    old = make_demo_clinic(passwords=passwords)
    passwords.unlink()
    new = make_demo_clinic(passwords=passwords)
    for before, after in zip(old, new, strict=True):
        assert authenticate(username=after.email, password=after.password)
        assert not authenticate(username=before.email, password=before.password)
    assert User.objects.count() == len(ROLES)


def test_a_lost_database_takes_the_passwords_of_the_file(passwords):
    old = make_demo_clinic(passwords=passwords)
    forget_accounts()
    assert make_demo_clinic(passwords=passwords) == old
    assert all(authenticate(username=login.email, password=login.password) for login in old)


def test_an_error_on_the_way_leaves_nothing_and_the_next_run_makes_it_good(passwords, specialists, monkeypatch):
    def fail():
        raise RuntimeError("broken on purpose")

    before = everything_stored()
    with monkeypatch.context() as broken:
        broken.setattr(clinic, "_make_practitioners", fail)
        with pytest.raises(RuntimeError):
            make_demo_clinic(passwords=passwords)
    assert everything_stored() == before
    assert not passwords.exists()
    logins = make_demo_clinic(passwords=passwords)
    assert all(authenticate(username=login.email, password=login.password) for login in logins)
