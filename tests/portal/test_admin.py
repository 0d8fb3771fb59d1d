"""Accounts in the admin: who may touch them, and that nobody gains a right by it."""

import pytest
from django.contrib.auth.models import Group, Permission

from portal.models import User
from portal.roles import ROLES, ROLES_BY_SLUG
from tests.builders import make_user
from tests.portal.forms import form_errors, page_of, values_of
from tests.portal.valid_html import text

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

NO_BUSINESS = [role.slug for role in ROLES if role.slug != "admin"]
GRAB = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "user_permissions": []}


@pytest.fixture
def other(db):
    return make_user("receptionist", email="rory@clinic.example", display_name="Rory")


@pytest.fixture
def boss(db):
    return make_user("superuser", email="boss@clinic.example", display_name="Boss")


def change(person, page="change") -> str:
    return f"/admin/portal/user/{person.pk}/{page}/"


def everything_at_once() -> dict:
    """What somebody posts who wants it all."""
    return GRAB | {
        "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
    }


def rights() -> dict:
    """Who may do what, as it is stored."""
    return {
        user.pk: (
            user.is_superuser,
            user.is_staff,
            user.is_active,
            frozenset(user.groups.values_list("name", flat=True)),
            frozenset(user.user_permissions.values_list("pk", flat=True)),
            user.password,
        )
        for user in User.objects.all()
    }


# --- who gets in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", NO_BUSINESS)
def test_only_administrators_and_superusers_see_accounts(log_in, client, other, boss, role):
    own = log_in(role)
    before = rights()
    for path in ("/admin/portal/user/", "/admin/portal/user/add/", *map(change, (own, other, boss))):
        assert client.get(path).status_code == 403, path
        assert client.post(path, everything_at_once()).status_code == 403, path
    assert client.post(change(other, "password"), {"password1": "a", "password2": "a"}).status_code == 403
    assert rights() == before


@pytest.mark.parametrize("role", ["admin", "superuser"])
def test_administrators_and_superusers_see_accounts(log_in, client, other, role):
    log_in(role)
    for path in ("/admin/portal/user/", "/admin/portal/user/add/", change(other), change(other, "password")):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("role", ["admin", "superuser"])
def test_nobody_deletes_an_account(log_in, client, other, role):
    log_in(role)
    assert client.post(change(other, "delete"), {"post": "yes"}).status_code == 403
    client.post("/admin/portal/user/", {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"})
    assert User.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("role", ["admin", "superuser"])
def test_groups_are_kept_by_the_table_of_roles_and_not_here(log_in, client, role):
    log_in(role)
    assert client.get("/admin/auth/group/").status_code == 404


# --- nobody raises their own rights ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", list(ROLES_BY_SLUG))
def test_nobody_raises_their_own_rights(log_in, client, slug):
    own = log_in(slug)
    before = rights()
    client.post(change(own), {"email": own.email, "display_name": "Me"} | everything_at_once())
    client.post("/admin/portal/user/", {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": own.pk} | GRAB)
    assert rights() == before
    assert User.objects.get(pk=own.pk).display_name == ("Me" if slug == "admin" else own.display_name)


def test_an_administrator_gives_others_roles_but_no_more_than_roles(log_in, client, other):
    log_in("admin")
    form = values_of(client.get(change(other)))
    lead = Group.objects.get(name=ROLES_BY_SLUG["lead"].name)
    response = client.post(change(other), form | everything_at_once() | {"groups": [lead.pk]})
    assert response.status_code == 302
    after = User.objects.get(pk=other.pk)
    assert list(after.groups.all()) == [lead]
    assert not after.is_superuser and not after.user_permissions.exists()


@pytest.mark.parametrize("role", ["admin", "superuser"])
def test_a_new_account_has_no_right_whatever_is_posted(log_in, client, role):
    log_in(role)
    form = {
        "email": "nina@clinic.example",
        "display_name": "Nina",
        "usable_password": "true",
        "password1": "a-long-honest-password",
        "password2": "a-long-honest-password",
    }
    assert client.post("/admin/portal/user/add/", form | everything_at_once()).status_code == 302
    nina = User.objects.get(email="nina@clinic.example")
    assert not nina.is_superuser
    assert nina.get_all_permissions() == set()


def test_an_administrator_cannot_touch_an_account_with_every_right(log_in, client, boss):
    log_in("admin")
    before = rights()
    assert client.get(change(boss)).status_code == 200  # to be looked at only
    assert client.post(change(boss), {"email": "mine@clinic.example", "is_active": ""}).status_code == 403
    password = {"usable_password": "true", "password1": "now-it-is-all-mine", "password2": "now-it-is-all-mine"}
    assert client.post(change(boss, "password"), password).status_code == 403
    assert rights() == before
    assert User.objects.get(pk=boss.pk).email == "boss@clinic.example"


def test_a_superuser_may_change_another_superuser(log_in, client, boss):
    log_in("superuser")
    form = values_of(client.get(change(boss))) | {"display_name": "Boss, away"}
    assert client.post(change(boss), form).status_code == 302
    after = User.objects.get(pk=boss.pk)
    assert (after.display_name, after.is_superuser) == ("Boss, away", True)


def test_someone_who_leaves_is_kept_out_and_keeps_their_name(log_in, client, other):
    log_in("admin")
    form = values_of(client.get(change(other)))
    form.pop("is_active")
    assert client.post(change(other), form).status_code == 302
    after = User.objects.get(pk=other.pk)
    assert (after.is_active, after.display_name) == (False, "Rory")
    client.force_login(after)
    assert client.get("/admin/").status_code == 302


# --- forms -----------------------------------------------------------------------------------------------------------


def test_an_address_that_is_taken_in_other_letters_is_an_error_in_the_form(log_in, client, other):
    log_in("admin")
    form = {"display_name": "Rory again", "usable_password": "false", "email": "RORY@clinic.example"}
    response = client.post("/admin/portal/user/add/", form)
    assert response.status_code == 200
    assert form_errors(response)
    assert User.objects.filter(email__iexact="rory@clinic.example").count() == 1


def test_a_weak_password_is_refused(log_in, client):
    log_in("admin")
    weak = {"usable_password": "true", "password1": "password", "password2": "password"}
    response = client.post("/admin/portal/user/add/", {"email": "n@clinic.example", "display_name": "N"} | weak)
    assert response.status_code == 200
    assert not User.objects.filter(email="n@clinic.example").exists()


def test_a_password_is_never_shown_or_searched_for(log_in, client, other):
    log_in("admin")
    secret = other.password.rsplit("$", 1)[1]
    assert secret not in client.get(change(other)).content.decode()
    assert client.get("/admin/portal/user/?password__startswith=md5").status_code == 400


def test_colleagues_are_found_by_name_and_address(log_in, client, other):
    log_in("admin")
    for words in ("Rory", "rory@clinic"):
        assert "Rory" in text(page_of(client.get("/admin/portal/user/", {"q": words})).query_one("#result_list"))


def test_the_login_page_carries_the_clinics_name(client, db, settings):
    settings.CLINIC_NAME = "Hillside Surgery"
    assert "Hillside Surgery" in text(page_of(client.get("/admin/login/")).root)
