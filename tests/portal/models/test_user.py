"""Staff accounts: one person, one account, found by e-mail however it is typed."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.models import User
from tests.builders import make_user


def test_an_address_is_kept_in_small_letters(db):
    assert User.objects.create_user("Sam.Taylor@Clinic.Example", "x").email == "sam.taylor@clinic.example"


@pytest.mark.parametrize("typed", ["sam@clinic.example", "SAM@CLINIC.EXAMPLE", "Sam@Clinic.Example"])
def test_staff_log_in_however_they_type_their_address(db, typed):
    sam = make_user(email="sam@clinic.example", password="an-honest-password")
    assert authenticate(username=typed, password="an-honest-password") == sam
    assert authenticate(username=typed, password="a-wrong-password") is None


def test_an_account_that_is_not_active_does_not_open(db):
    make_user(email="sam@clinic.example", password="an-honest-password", is_active=False)
    assert authenticate(username="sam@clinic.example", password="an-honest-password") is None


def test_a_new_account_is_staff_without_any_right(db):
    sam = make_user("")
    assert (sam.is_staff, sam.is_active, sam.is_superuser) == (True, True, False)
    assert sam.get_all_permissions() == set()


def test_the_second_account_with_an_address_in_other_letters_is_an_error_of_the_form(db):
    make_user(email="sam@clinic.example")
    with pytest.raises(ValidationError):
        User(email="Sam@Clinic.Example", display_name="Sam again", password="x").full_clean()


def test_a_person_is_shown_by_name(db):
    sam = make_user(display_name="Sam Taylor, reception", email="sam@clinic.example")
    assert (str(sam), sam.get_full_name(), sam.get_short_name()) == (
        "Sam Taylor, reception",
        "Sam Taylor, reception",
        "Sam Taylor",
    )
    assert str(make_user(display_name="", email="no.name@clinic.example")) == "no.name@clinic.example"


def create_superuser(monkeypatch, **options):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "an-honest-password")
    call_command("createsuperuser", interactive=False, stdout=StringIO(), **options)


def test_the_first_account_is_made_on_the_command_line(db, monkeypatch):
    create_superuser(monkeypatch, email="Boss@Clinic.Example", display_name="Boss")
    boss = User.objects.get()
    assert (boss.email, boss.display_name) == ("boss@clinic.example", "Boss")
    assert boss.is_superuser and boss.is_staff and boss.check_password("an-honest-password")


def test_the_command_refuses_an_address_that_is_taken_in_other_letters(db, monkeypatch):
    make_user(email="boss@clinic.example")
    with pytest.raises(CommandError, match="already taken"):
        create_superuser(monkeypatch, email="BOSS@clinic.example", display_name="Boss")
    assert User.objects.count() == 1


def test_an_account_needs_an_address(db):
    with pytest.raises(ValidationError) as refusal:
        User(email="not an address", display_name="Sam", password="x").full_clean()
    assert set(refusal.value.error_dict) == {"email"}
