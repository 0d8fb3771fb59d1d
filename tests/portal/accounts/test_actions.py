"""Nobody gets to patients' data unseen: whatever way is taken is in the log, in the mails and on the first page."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings

from portal import duties, outbox
from portal.accounts.actions import CHANGED, mark_read, note_changes, note_those_there, unread_by
from portal.accounts.migrated import after_migrations
from portal.lib import append_only
from portal.models import AccessChange, OutboundMessage, User
from portal.roles import ROLES_BY_SLUG
from tests.builders import NOW, make_practitioner, make_topic, make_user
from tests.portal.forms import page_of, values_of
from tests.portal.valid_html import text
from tests.snapshots import once
from topics.models import Practitioner

pytestmark = pytest.mark.django_db
Kind = AccessChange.Kind
NEW = {"usable_password": "true", "password1": "a-long-honest-password", "password2": "a-long-honest-password"}


@pytest.fixture
def people(db):
    """A lead, two administrators, a receptionist, an editor, and a practitioner without an account: all known."""
    return once("people of the clinic", make_people)


def make_people() -> dict[str, User]:
    found = {
        name: make_user(role, email=f"{name}@clinic.example", display_name=name.title())
        for name, role in {
            "lena": "lead",
            "alex": "admin",
            "anna": "admin",
            "rory": "receptionist",
            "edie": "editor",
            "boss": "superuser",
        }.items()
    }
    make_practitioner(name="Dr Ada")
    note_those_there(now=NOW)
    return found


@pytest.fixture
def as_alex(people):
    client = Client()
    client.force_login(people["alex"])
    return client


def told() -> list[tuple[str, str, str]]:
    """What was told: account, what, and by whom."""
    rows = AccessChange.objects.filter(told=True).order_by("pk").select_related("account", "by")
    return [(row.account.get_short_name(), row.kind, row.by.get_short_name() if row.by else "") for row in rows]


def mailed() -> set[str]:
    return set(OutboundMessage.objects.filter(name=CHANGED).values_list("to", flat=True))


def group(slug) -> Group:
    return Group.objects.get(name=ROLES_BY_SLUG[slug].name)


def change_account(client, person, **changes):
    address = f"/admin/portal/user/{person.pk}/change/"
    assert client.post(address, values_of(client.get(address)) | changes).status_code == 302


# --- the pages of an administrator ------------------------------------------------------------------------------------


def link_oneself(client, people):
    address = f"/admin/topics/practitioner/{Practitioner.objects.get().pk}/change/"
    specialty = make_topic(kind="specialty", name="Neurologist").pk
    form = values_of(client.get(address)) | {"user": people["alex"].pk, "specialties": [specialty]}
    assert client.post(address, form).status_code == 302


BY_PAGES = {  # what Alex does, and what is told of it
    "a role given": (
        lambda c, p: change_account(c, p["edie"], groups=[group("lead").pk]),
        [("Edie", Kind.GIVEN, "Alex"), ("Edie", Kind.TAKEN, "Alex")],
    ),
    "a role beside another": (
        lambda c, p: change_account(c, p["edie"], groups=[group("editor").pk, group("receptionist").pk]),
        [("Edie", Kind.GIVEN, "Alex")],
    ),
    "an administrator made": (
        lambda c, p: change_account(c, p["edie"], groups=[group("admin").pk]),
        [("Edie", Kind.GIVEN, "Alex"), ("Edie", Kind.TAKEN, "Alex")],
    ),
    "the lead taken out": (
        lambda c, p: change_account(c, p["lena"], groups=[]),
        [("Lena", Kind.TAKEN, "Alex")],
    ),
    "a password reset": (
        lambda c, p: c.post(f"/admin/portal/user/{p['rory'].pk}/password/", NEW),
        [("Rory", Kind.PASSWORD, "Alex")],
    ),
    "another administrator's password": (
        lambda c, p: c.post(f"/admin/portal/user/{p['anna'].pk}/password/", NEW),
        [("Anna", Kind.PASSWORD, "Alex")],
    ),
    "one's own password without the one before": (
        lambda c, p: c.post(f"/admin/portal/user/{p['alex'].pk}/password/", NEW),
        [("Alex", Kind.PASSWORD, "Alex")],
    ),
    "no password any more": (
        lambda c, p: c.post(
            f"/admin/portal/user/{p['rory'].pk}/password/", {"usable_password": "false", "unset-password": "1"}
        ),
        [("Rory", Kind.PASSWORD, "Alex")],
    ),
    "an address changed": (
        lambda c, p: change_account(c, p["rory"], email="alex-too@clinic.example"),
        [("Rory", Kind.EMAIL, "Alex")],
    ),
    "an address in other letters": (
        lambda c, p: change_account(c, p["rory"], email="Rory@clinic.example"),
        [("Rory", Kind.EMAIL, "Alex")],
    ),
    "somebody else's name": (
        lambda c, p: change_account(c, p["rory"], display_name="Lena"),
        [("Lena", Kind.NAME, "Alex")],
    ),
    "one's own name, to look like somebody else": (
        lambda c, p: change_account(c, p["alex"], display_name="Lena"),
        [("Lena", Kind.NAME, "Lena")],
    ),
    "oneself as a practitioner's account": (link_oneself, [("Alex", Kind.GIVEN, "Alex")]),
}


@pytest.mark.parametrize("way", BY_PAGES)
def test_each_way_by_the_pages_is_told_with_who_did_it(as_alex, people, way):
    do, expected = BY_PAGES[way]
    do(as_alex, people)
    assert told() == expected
    assert {"lena@clinic.example", "anna@clinic.example", "boss@clinic.example"} <= mailed()


def test_a_new_practitioner_with_an_account_and_one_without_it_again_are_told(as_alex, people):
    specialty = make_topic(kind="specialty", name="Neurologist").pk
    address = "/admin/topics/practitioner/add/"
    form = values_of(as_alex.get(address)) | {"name": "Dr New", "user": people["anna"].pk, "specialties": [specialty]}
    assert as_alex.post(address, form).status_code == 302
    address = f"/admin/topics/practitioner/{Practitioner.objects.get(name='Dr New').pk}/change/"
    as_alex.post(address, values_of(as_alex.get(address)) | {"user": "", "specialties": [specialty]})
    assert told() == [("Anna", Kind.GIVEN, "Alex"), ("Anna", Kind.TAKEN, "Alex")]


def test_an_account_that_is_switched_on_again_is_told(as_alex, people):
    User.objects.filter(pk=people["rory"].pk).update(is_active=False)
    note_changes(by=None, now=NOW)
    change_account(as_alex, people["rory"], is_active="on")
    assert told() == [("Rory", Kind.SHUT_OUT, ""), ("Rory", Kind.LET_IN, "Alex")]


def test_a_new_account_reaches_nobody_and_is_told_as_soon_as_it_does(as_alex, people):
    form = {"email": "nina@clinic.example", "display_name": "Nina"} | NEW
    assert as_alex.post("/admin/portal/user/add/", form).status_code == 302
    assert told() == []
    change_account(as_alex, User.objects.get(email="nina@clinic.example"), groups=[group("receptionist").pk])
    assert told() == [("Nina", Kind.GIVEN, "Alex")]
    assert AccessChange.objects.filter(account__email="nina@clinic.example").count() == 2


def test_whose_account_it_is_is_told_at_the_address_they_had(as_alex, people):
    change_account(as_alex, people["rory"], email="stolen@clinic.example")
    assert {"rory@clinic.example", "stolen@clinic.example"} <= mailed()


def test_a_lead_who_is_taken_out_first_is_still_told(as_alex, people):
    change_account(as_alex, people["lena"], groups=[], is_active="")
    assert "lena@clinic.example" in mailed()


def test_without_a_lead_the_other_administrators_are_told(as_alex, people):
    people["lena"].groups.clear()
    note_changes(by=None, now=NOW)
    OutboundMessage.objects.all().delete()
    change_account(as_alex, people["edie"], groups=[group("lead").pk])
    assert {"anna@clinic.example", "boss@clinic.example"} <= mailed()
    assert [change.account.pk for change in unread_by(people["anna"])][-1] == people["edie"].pk


def test_a_page_that_does_not_store_notes_nothing(as_alex, people):
    address = f"/admin/portal/user/{people['rory'].pk}/change/"
    as_alex.post(address, values_of(as_alex.get(address)) | {"email": "no address"})
    as_alex.post(f"/admin/portal/user/{people['rory'].pk}/password/", NEW | {"password2": "another-long-password"})
    assert told() == []


def test_a_change_and_its_note_are_stored_together_or_not_at_all(as_alex, people, monkeypatch):
    def broken(**_how):
        raise ValueError("no")

    monkeypatch.setattr(outbox, "queue_for_all", broken)
    with pytest.raises(ValueError, match="no"):
        as_alex.post(f"/admin/portal/user/{people['rory'].pk}/password/", NEW)
    assert User.objects.get(pk=people["rory"].pk).password == people["rory"].password


def test_what_concerns_no_patient_is_written_and_not_told(as_alex, people):
    as_alex.post(f"/admin/portal/user/{people['edie'].pk}/password/", NEW)
    change_account(as_alex, people["edie"], groups=[group("clinician").pk])
    assert (told(), mailed()) == ([], set())
    assert AccessChange.objects.filter(account=people["edie"], by=people["alex"]).count() == 3


def test_ones_own_password_is_written_and_not_told(people):
    client = Client()
    client.force_login(people["rory"])
    own = {"old_password": "an-honest-password", "new_password1": NEW["password1"], "new_password2": NEW["password1"]}
    assert client.post("/admin/password_change/", own).status_code == 302
    assert told() == []
    assert AccessChange.objects.get(account=people["rory"], kind=Kind.PASSWORD).by == people["rory"]


# --- commands, the shell, the database --------------------------------------------------------------------------------


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


ELSEWHERE = {  # what somebody does without a page of the portal, and what is told of it
    "createsuperuser": (
        lambda p: User.objects.create_superuser("root@clinic.example", "pw", display_name="Root"),
        [("Root", Kind.ADDED)],
    ),
    "is_superuser": (lambda p: User.objects.filter(pk=p["edie"].pk).update(is_superuser=True), [("Edie", Kind.GIVEN)]),
    "a right of one's own": (
        lambda p: p["edie"].user_permissions.add(Permission.objects.get(codename="view_appointmentrequest")),
        [("Edie", Kind.GIVEN)],
    ),
    "a right that manages accounts": (
        lambda p: p["edie"].user_permissions.add(Permission.objects.get(codename="change_user")),
        [("Edie", Kind.GIVEN)],
    ),
    "a right for a whole role": (
        lambda p: group("editor").permissions.add(Permission.objects.get(codename="view_appointmentrequest")),
        [("Edie", Kind.GIVEN)],
    ),
    "a group nobody knows": (
        lambda p: p["edie"].groups.add(_group_with("export_appointmentrequest")),
        [("Edie", Kind.GIVEN)],
    ),
    "two groups that change their names": (lambda p: _swap_names("editor", "receptionist"), None),
    "a role in the database": (
        lambda p: sql(
            "INSERT INTO portal_user_groups (user_id, group_id) VALUES (%s, %s)", p["edie"].pk, group("lead").pk
        ),
        [("Edie", Kind.GIVEN)],
    ),
    "a password in the database": (
        lambda p: sql("UPDATE portal_user SET password = %s WHERE id = %s", make_password("x"), p["lena"].pk),
        [("Lena", Kind.PASSWORD)],
    ),
    "is_staff": (lambda p: User.objects.filter(pk=p["rory"].pk).update(is_staff=False), [("Rory", Kind.SHUT_OUT)]),
    "a practitioner's account": (
        lambda p: Practitioner.objects.update(user=p["edie"]),
        [("Edie", Kind.GIVEN)],
    ),
    "the address of a lead": (
        lambda p: User.objects.filter(pk=p["lena"].pk).update(email="x@clinic.example"),
        [("Lena", Kind.EMAIL)],
    ),
}


def _group_with(codename) -> Group:
    made = Group.objects.create(name="Helpers")
    made.permissions.add(Permission.objects.get(codename=codename))
    return made


def _swap_names(one, other):
    first, second = group(one), group(other)
    names = first.name, second.name
    Group.objects.filter(pk=first.pk).update(name="x")
    Group.objects.filter(pk=second.pk).update(name=names[0])
    Group.objects.filter(pk=first.pk).update(name=names[1])


@pytest.mark.parametrize("way", ELSEWHERE)
def test_each_way_elsewhere_is_told_by_the_next_round_of_the_worker(people, way):
    do, expected = ELSEWHERE[way]
    do(people)
    assert duties.DUTIES.get("note changes of access")(now=NOW) > 0
    if expected is None:
        assert ("Edie", Kind.GIVEN, "") in told() and ("Rory", Kind.TAKEN, "") in told()
    else:
        assert told() == [(*each, "") for each in expected]
    assert {"lena@clinic.example", "alex@clinic.example", "anna@clinic.example"} <= mailed()
    assert note_changes(by=None, now=NOW) == 0


def test_a_practitioner_that_is_made_active_for_an_account_is_told(people):
    Practitioner.objects.update(user=people["edie"], active=False)
    assert note_changes(by=None, now=NOW) == 0
    Practitioner.objects.update(active=True)
    note_changes(by=None, now=NOW)
    assert told() == [("Edie", Kind.GIVEN, "")]


def test_another_practitioner_for_the_same_account_is_told(people):
    Practitioner.objects.update(user=people["edie"])
    note_changes(by=None, now=NOW)
    Practitioner.objects.update(user=None)
    make_practitioner(name="Dr Boris", user=people["edie"])
    note_changes(by=None, now=NOW)
    assert [row.detail for row in AccessChange.objects.filter(told=True).order_by("pk")] == [
        "sees the appointments of Dr Ada",
        "sees the appointments of Dr Boris",
        "sees the appointments of Dr Ada",
    ]


def test_who_logs_in_with_a_password_that_was_set_elsewhere_is_told_before_they_see_anything(people):
    person = people["rory"]
    person.set_password("known-to-somebody-else")
    person.save()
    answer = Client().post("/admin/login/", {"username": person.email, "password": "known-to-somebody-else"})
    assert answer.status_code == 302
    assert told() == [("Rory", Kind.PASSWORD, "")]


STRONGER = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]


def test_a_password_that_is_stored_in_a_stronger_form_is_the_same_password(people, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.hashers.PBKDF2PasswordHasher.iterations", 2)
    with override_settings(PASSWORD_HASHERS=STRONGER):
        Client().post("/admin/login/", {"username": "rory@clinic.example", "password": "an-honest-password"})
    assert User.objects.get(pk=people["rory"].pk).password != people["rory"].password
    assert (told(), AccessChange.objects.latest("pk").kind) == ([], Kind.REHASHED)


def test_what_was_done_elsewhere_is_not_put_down_to_who_comes_by_a_page_next(as_alex, people):
    User.objects.filter(pk=people["edie"].pk).update(is_superuser=True)
    change_account(as_alex, people["rory"], display_name="Rory, reception")
    assert told() == [("Edie", Kind.GIVEN, ""), ("Rory", Kind.NAME, "Alex")]


# --- the log ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def written(people):
    people["edie"].groups.add(group("lead"))
    note_changes(by=people["alex"], now=NOW)
    return AccessChange.objects.get(told=True)


CHANGES = {
    "saved": lambda row: (setattr(row, "by", None), row.save()),
    "updated": lambda row: AccessChange.objects.update(told=False),
    "deleted": lambda row: AccessChange.objects.filter(pk=row.pk).delete(),
    "in the database": lambda row: sql("UPDATE portal_accesschange SET by_id = NULL"),
    "deleted in the database": lambda row: sql("DELETE FROM portal_accesschange WHERE id = %s", row.pk),
}


@pytest.mark.parametrize("way", CHANGES)
def test_the_log_is_never_changed(written, way):
    before = list(AccessChange.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match="rows of this table are only added"), transaction.atomic():
        CHANGES[way](written)
    assert list(AccessChange.objects.order_by("pk").values()) == before


@pytest.mark.postgres_only
def test_the_log_is_not_emptied_at_once_either(written):
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("TRUNCATE portal_accesschange CASCADE")


def test_a_guard_that_got_lost_is_found_by_the_check_and_laid_again_by_the_next_migration(people):
    table = AccessChange._meta.db_table
    name = sorted(append_only.guard_names(table, connection.vendor))[0]
    sql(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    assert [error.id for error in run_checks(databases=["default"]) if name in error.msg] == ["portal.E005"]
    call_command("migrate", verbosity=0)
    assert append_only.missing_guards(connection, table) == set()


@pytest.mark.parametrize("role", ["admin", "superuser", "lead"])
def test_no_page_changes_the_log(written, role):
    client = Client()
    client.force_login(make_user(role))
    address = "/admin/portal/accesschange/"
    page = client.get(address)
    assert page.status_code == 200 and "Desk lead" in text(page_of(page).query_one("#result_list"))
    for path in (f"{address}{written.pk}/change/", f"{address}{written.pk}/delete/", f"{address}add/"):
        assert client.post(path, {"post": "yes", "by": "", "told": ""}).status_code == 403
    client.post(address, {"action": "delete_selected", "_selected_action": written.pk, "post": "yes"})
    assert AccessChange.objects.get(pk=written.pk).by == written.by


def test_the_accounts_of_an_upgrade_are_known_and_nobody_is_told(people):
    """The migration that makes the table is in the plan; a later run of migrate takes no unknown account as known."""
    last = [each for each in apps.get_app_configs() if each.models_module][-1]
    step = SimpleNamespace(app_label="portal", name="0002_changes_of_access")
    make_user("lead", display_name="Old")
    after_migrations(last, plan=[(step, False)])
    assert (told(), AccessChange.objects.filter(account__display_name="Old").get().kind) == ([], Kind.KNOWN)
    make_user("lead", display_name="Young")
    after_migrations(last, plan=[])
    assert note_changes(by=None, now=NOW) == 1 and told() == [("Young", Kind.ADDED, "")]


# --- being told -------------------------------------------------------------------------------------------------------


def test_the_mail_says_what_was_changed_about_whom_and_by_whom(written):
    outbox.send_due(now=NOW)
    (letter,) = [one for one in mail.outbox if one.to == ["lena@clinic.example"]]
    assert letter.subject.strip() == "An account was changed – Riverside Clinic"
    for words in ("Edie (edie@clinic.example)", "By: Alex", "given: Desk lead", "http://testserver/admin/"):
        assert words in letter.body and words in letter.alternatives[0][0].replace("<strong>Edie</strong>", "Edie")


def test_leads_and_administrators_see_it_on_their_first_page_until_they_have_read_it(written, people):
    for name, sees in {"lena": True, "anna": True, "boss": True, "alex": False, "rory": False}.items():
        client = Client()
        client.force_login(people[name])
        shown = "Changed: who reaches" in client.get("/admin/").content.decode()
        assert shown is sees, name
    lena = Client()
    lena.force_login(people["lena"])
    for bad in ("", "x", "-1", "9" * 30, "²"):
        assert lena.post("/admin/portal/accesschange/read/", {"up_to": bad}).status_code == 302
    assert unread_by(people["lena"]).count() == 1
    lena.post("/admin/portal/accesschange/read/", {"up_to": written.pk})
    assert "Changed: who reaches" not in lena.get("/admin/").content.decode()
    assert unread_by(people["anna"]).count() == 1  # each reads for themselves


def test_what_came_after_the_page_was_opened_is_not_read_with_it(written, people):
    people["edie"].groups.add(group("admin"))
    note_changes(by=people["alex"], now=NOW + timedelta(minutes=1))
    assert mark_read(by=people["lena"], up_to=written.pk, now=NOW) == 1
    assert unread_by(people["lena"]).count() == 1


@pytest.mark.parametrize("role", ["receptionist", "editor", "clinician", ""])
def test_others_neither_read_nor_see_it(written, role):
    client = Client()
    client.force_login(make_user(role))
    assert client.post("/admin/portal/accesschange/read/", {"up_to": written.pk}).status_code in {302, 403}
    assert not written.readings.exists()
    assert client.get("/admin/portal/accesschange/").status_code in {302, 403}


def test_the_desk_tells_a_lead_on_every_page(written, people):
    client = Client()
    for name, tells in {"lena": True, "rory": False}.items():
        client.force_login(people[name])
        assert ("1 change of an account" in client.get("/desk/keys/").content.decode()) is tells
