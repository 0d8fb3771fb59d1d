"""The roles of staff and their permissions, as one table. After every migration the groups are made equal to it.

A person has the permissions of their groups, named as in Django: app.verb_model. Which steps of a page's or a request's
life a role may take stands in the workflow table of its app.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.management import create_permissions

TOPIC_KINDS = ("symptom", "condition", "medicaltest", "specialty")


class RoleSlug(StrEnum):
    """The roles by the names that code, scripts and tests use."""

    EDITOR = "editor"
    CLINICIAN = "clinician"
    RECEPTIONIST = "receptionist"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True)
class StaffRole:
    """A group of staff and its permissions. `name`: that of the group, as the admin shows it."""

    slug: RoleSlug
    name: str
    permissions: frozenset[str]


def _permissions(app: str, verbs: str, models: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs.split() for model in models)


_EVERY_TOPIC = ("topic", *TOPIC_KINDS)
_RULES = ("redflag", "wordrule", "quoteconsent")  # what a page has to keep to before it goes live
_WISHES = ("needschange", "rereview")
_READING = _permissions("topics", "view", (*_EVERY_TOPIC, "bodyregion", "practitioner", "edition", *_RULES, *_WISHES))
_WRITING = (
    _READING
    | _permissions("topics", "add change", (*TOPIC_KINDS, "wordrule", "quoteconsent"))
    | _permissions("topics", "add change view", ("articleimport",))
)
_TIMES = ("location", "openinghours", "workinghours", "scheduleexception")  # when and where the clinic works
_ASKING = ("appointmentrequest", "preferredwindow", "event", "healthcareservice")
_DESK = _permissions("appointments", "view", (*_ASKING, *_TIMES)) | {"appointments.enter_sickness"}
_SCHEDULING = _permissions("appointments", "add change", ("healthcareservice", "location")) | _permissions(
    "appointments", "add change delete", ("openinghours", "workinghours", "scheduleexception")
)
_LEADING = (
    _DESK
    | _SCHEDULING
    | {
        "appointments.overbook_appointment",
        "appointments.export_appointmentrequest",
        "portal.view_outboundmessage",
        "portal.view_accesschange",
    }
)
_PEOPLE = _permissions("topics", "add change view", ("practitioner",))

ROLES = (
    StaffRole(RoleSlug.EDITOR, "Content editor", _WRITING),
    StaffRole(
        RoleSlug.CLINICIAN,
        "Clinical reviewer",
        _READING | _permissions("topics", "add change", ("bodyregion", "redflag", "wordrule")),
    ),
    StaffRole(RoleSlug.RECEPTIONIST, "Receptionist", _DESK),
    StaffRole(RoleSlug.LEAD, "Desk lead", _LEADING | _PEOPLE),
    StaffRole(
        RoleSlug.ADMIN,
        "Administrator",
        _WRITING
        | _PEOPLE
        | _permissions("topics", "delete", TOPIC_KINDS)
        | _permissions("topics", "add change delete", ("bodyregion",))
        | _permissions("appointments", "view", ("healthcareservice", *_TIMES))
        | _SCHEDULING
        | _permissions("portal", "add change view", ("user",))
        | {"portal.view_outboundmessage", "portal.view_accesschange"},
    ),
)
ROLES_BY_SLUG = {role.slug: role for role in ROLES}
_SLUG_BY_GROUP = {role.name: role.slug for role in ROLES}


def role_slugs(user) -> frozenset[RoleSlug]:
    """The roles of this user; none if inactive. A superuser is an administrator, too. One query."""
    if not user.is_active:
        return frozenset()
    groups = user.groups.values_list("name", flat=True)
    held = frozenset(_SLUG_BY_GROUP[name] for name in groups if name in _SLUG_BY_GROUP)
    return held | {RoleSlug.ADMIN} if user.is_superuser else held


def update_groups(app_config, verbosity=1, using="default", apps=None, **kwargs) -> None:
    """Receiver of post_migrate: gives each role's group exactly the permissions of the table."""
    from django.contrib.auth.models import Group, Permission

    if app_config.label not in {"portal", "topics", "appointments"}:
        return
    create_permissions(app_config, verbosity=0, using=using)
    codes = Permission.objects.using(using).values_list("content_type__app_label", "codename", "pk")
    known = {f"{app}.{code}": pk for app, code, pk in codes}
    for role in ROLES:
        group, _made = Group.objects.using(using).get_or_create(name=role.name)
        wanted = {known[permission] for permission in role.permissions if permission in known}
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)
