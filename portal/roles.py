"""Who may do what: one table. The groups in the database are kept equal to it after every migration.

A person's rights come from the groups they are in. Permissions are named like Django's: app.verb_model. Which step of a
page's or a request's life a role may take stands in the workflow table of its app.
"""

from dataclasses import dataclass

from django.contrib.auth.management import create_permissions

TOPIC_KINDS = ("symptom", "condition", "medicaltest", "specialty")


@dataclass(frozen=True)
class Role:
    """A group of staff. `slug` is how scripts and tests speak of it, `name` is how the admin shows it."""

    slug: str
    name: str
    permissions: frozenset[str]


def _each(app: str, verbs: str, models: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs.split() for model in models)


_EVERY_TOPIC = ("topic", *TOPIC_KINDS)
_RULES = ("redflag", "wordrule", "quoteconsent")  # what a page has to keep to before it goes live
_WISHES = ("needschange", "rereview")
_READING = _each("topics", "view", (*_EVERY_TOPIC, "bodyregion", "practitioner", "edition", *_RULES, *_WISHES))
_WRITING = (
    _READING
    | _each("topics", "add change", (*TOPIC_KINDS, "wordrule", "quoteconsent"))
    | _each("topics", "add change view", ("articleimport",))
)
_TIMES = ("location", "openinghours", "workinghours", "scheduleexception")  # when and where the clinic works
_ASKING = ("appointmentrequest", "preferredwindow", "event", "healthcareservice")
_DESK = _each("appointments", "view", (*_ASKING, *_TIMES))
_SCHEDULING = _each("appointments", "add change", ("healthcareservice", "location")) | _each(
    "appointments", "add change delete", ("openinghours", "workinghours", "scheduleexception")
)
_LEADING = (
    _DESK
    | _SCHEDULING
    | {"appointments.overbook_appointment", "appointments.export_appointmentrequest", "portal.view_outboundmessage"}
)
_PEOPLE = _each("topics", "add change view", ("practitioner",))

ROLES = (
    Role("editor", "Content editor", _WRITING),
    Role(
        "clinician",
        "Clinical reviewer",
        _READING | _each("topics", "add change", ("bodyregion", "redflag", "wordrule")),
    ),
    Role("receptionist", "Receptionist", _DESK),
    Role("lead", "Desk lead", _LEADING | _PEOPLE),
    Role(
        "admin",
        "Administrator",
        _WRITING
        | _PEOPLE
        | _each("topics", "delete", TOPIC_KINDS)
        | _each("topics", "add change delete", ("bodyregion",))
        | _each("appointments", "view", ("healthcareservice", *_TIMES))
        | _SCHEDULING
        | _each("portal", "add change view", ("user",))
        | {"portal.view_outboundmessage"},
    ),
)
BY_SLUG = {role.slug: role for role in ROLES}
_BY_NAME = {role.name: role.slug for role in ROLES}


def slugs_of(user) -> frozenset[str]:
    """The roles somebody has, as slugs of the table. Someone with every right counts as an administrator."""
    if not user.is_active:
        return frozenset()
    held = frozenset(_BY_NAME[name] for name in user.groups.values_list("name", flat=True) if name in _BY_NAME)
    return held | {"admin"} if user.is_superuser else held


def keep_groups(app_config, verbosity=1, using="default", apps=None, **kwargs) -> None:
    """After migrate: makes the groups what the table above says, no more and no less."""
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
