"""The table of roles and the groups in the database are one and the same, after every migration."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from portal import roles
from portal.roles import ROLES, ROLES_BY_SLUG

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough


def rights(group: Group) -> set[str]:
    return {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()}


def every_right() -> set[str]:
    return {
        f"{right.content_type.app_label}.{right.codename}"
        for right in Permission.objects.select_related("content_type")
    }


def migrate():
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_each_group_has_the_rights_of_the_table_and_no_others(db, role):
    assert rights(Group.objects.get(name=role.name)) == role.permissions


def test_there_is_one_group_a_role(db):
    assert {group.name for group in Group.objects.all()} == {role.name for role in ROLES}
    assert len(ROLES_BY_SLUG) == len(ROLES)


def test_every_right_in_the_table_exists(db):
    """A misspelt one would silently give nothing."""
    assert set().union(*(role.permissions for role in ROLES)) - every_right() == set()


def test_groups_that_were_changed_are_put_back(db):
    group = Group.objects.get(name=ROLES_BY_SLUG["editor"].name)
    group.permissions.clear()
    group.permissions.add(*Permission.objects.filter(codename__in=["view_appointmentrequest", "change_user"]))
    Group.objects.get(name=ROLES_BY_SLUG["lead"].name).delete()
    migrate()
    for role in ROLES:
        assert rights(Group.objects.get(name=role.name)) == role.permissions


def test_putting_groups_back_keeps_the_people_in_them(staff):
    editor = staff("editor")
    Group.objects.get(name=ROLES_BY_SLUG["editor"].name).permissions.clear()
    migrate()
    assert editor.groups.get().name == ROLES_BY_SLUG["editor"].name


def test_groups_that_are_right_already_are_not_written_again(db):
    def rows():
        return set(Group.permissions.through.objects.values_list("pk", "group_id", "permission_id"))

    before = rows()
    migrate()
    assert rows() == before


# --- what the table must never say -----------------------------------------------------------------------------------


def may(slug: str, right: str) -> bool:
    return right in ROLES_BY_SLUG[slug].permissions


def test_only_administrators_manage_accounts():
    for role in ROLES:
        touches = {right for right in role.permissions if right.startswith("portal.") and right.endswith("_user")}
        assert touches == (
            {"portal.add_user", "portal.change_user", "portal.view_user"} if role.slug == "admin" else set()
        )


def test_nobody_manages_groups_or_single_rights():
    for role in ROLES:
        assert not {right for right in role.permissions if right.startswith(("auth.", "contenttypes.", "sessions."))}


@pytest.mark.parametrize("slug", ["editor", "clinician", "admin"])
def test_people_who_work_on_texts_see_no_patients(slug):
    assert not {right for right in ROLES_BY_SLUG[slug].permissions if "appointmentrequest" in right}


@pytest.mark.parametrize("slug", ["receptionist", "lead"])
def test_the_desk_writes_no_texts(slug):
    texts = {right for right in ROLES_BY_SLUG[slug].permissions if right.startswith("topics.")}
    writing = {right for right in texts if ".view_" not in right}
    assert writing <= {"topics.add_practitioner", "topics.change_practitioner"}


def test_only_administrators_delete_pages():
    for role in ROLES:
        assert any(right.startswith("topics.delete_") for right in role.permissions) is (role.slug == "admin")
    for kind in roles.TOPIC_KINDS:
        assert may("admin", f"topics.delete_{kind}")


def test_publishing_is_no_right_to_be_handed_out(db):
    """It is a step of the workflow, and asks for a signature."""
    assert not {right for right in every_right() if "publish" in right}


def test_nobody_may_delete_what_was_published_or_sent():
    kept = ("edition", "outboundmessage", "user", "practitioner", "appointmentrequest", "healthcareservice")
    for role in ROLES:
        assert not {right for right in role.permissions if right.endswith(tuple(f".delete_{name}" for name in kept))}
