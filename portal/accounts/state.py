"""What an account can reach and how one gets into it, as one value; what differs between two. Reads only."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from portal.lib.registry import Registry
from portal.models import AccessChange, User
from portal.roles import ROLES, RoleSlug

Kind = AccessChange.Kind

# Who reaches patients, or can make others reach them. Editors and clinical reviewers see no patients.
REACHING_ROLES = {f"role:{slug}" for slug in (RoleSlug.RECEPTIONIST, RoleSlug.LEAD, RoleSlug.ADMIN)}
TOLD_ROLES = {f"role:{slug}" for slug in (RoleSlug.LEAD, RoleSlug.ADMIN)} | {"superuser"}
_HARMLESS = {f"role:{role.slug}" for role in ROLES} - REACHING_ROLES

# Each gives, for keys of accounts, further ways to patients: a code that changes with what is reached, and words.
Ways = Callable[[], dict[int, dict[str, str]]]
FURTHER_WAYS: Registry[Ways] = Registry("way to patients")


@dataclass(frozen=True)
class AccountState:
    """`ways`: roles, every right, and what other apps add, by code with words; `rights`: single permissions that no
    role of theirs gives; `password`: a digest of what is stored of it."""

    email: str
    name: str
    password: str
    may_log_in: bool
    ways: dict[str, str] = field(default_factory=dict)
    rights: tuple[str, ...] = ()

    @classmethod
    def stored(cls, values: dict) -> "AccountState":
        return cls(**values | {"rights": tuple(values["rights"])})

    def as_stored(self) -> dict:
        return asdict(self) | {"rights": list(self.rights)}

    @property
    def reaches(self) -> bool:
        """Whether it reaches patients or can make others reach them, once somebody is in it."""
        return bool(self.rights or set(self.ways) - _HARMLESS)

    @property
    def is_told(self) -> bool:
        """Whether this person is told of changes."""
        return self.may_log_in and bool(TOLD_ROLES & self.ways.keys())


def account_states() -> dict[int, AccountState]:
    """Every account as it is stored now, by its key. Five queries, and those of FURTHER_WAYS."""
    ways, rights = _groups_and_rights()
    for further in FURTHER_WAYS.values():
        for pk, found in further().items():
            ways[pk] |= found
    columns = ("pk", "email", "display_name", "password", "is_active", "is_staff", "is_superuser")
    return {
        pk: AccountState(
            email=email,
            name=name,
            password=hashlib.sha256(password.encode()).hexdigest()[:32],
            may_log_in=active and staff,
            ways=ways[pk] | ({"superuser": _("every right (superuser)")} if every else {}),
            rights=tuple(sorted(rights[pk])),
        )
        for pk, email, name, password, active, staff, every in User.objects.order_by("pk").values_list(*columns)
    }


def _groups_and_rights() -> tuple[dict[int, dict[str, str]], dict[int, set[str]]]:
    """By account: the roles it has, and the permissions it has besides those of its roles in portal.roles."""
    by_name = {role.name: role for role in ROLES}
    names = dict(Group.objects.values_list("pk", "name"))
    named = ("permission__content_type__app_label", "permission__codename")
    of_groups, rights = defaultdict(set), defaultdict(set)
    for group, app, code in Group.permissions.through.objects.values_list("group_id", *named):
        of_groups[group].add(f"{app}.{code}")
    for user, app, code in User.user_permissions.through.objects.values_list("user_id", *named):
        rights[user].add(f"{app}.{code}")
    ways: dict[int, dict[str, str]] = defaultdict(dict)
    for user, group in User.groups.through.objects.values_list("user_id", "group_id"):
        role = by_name.get(names[group])
        if role:
            ways[user][f"role:{role.slug}"] = role.name
        rights[user] |= of_groups[group] - (role.permissions if role else set())
    return ways, rights


def differences(before: AccountState | None, after: AccountState) -> list[tuple[Kind, str]]:
    """What changed about an account, each with its detail in words; all of it if it is new (`before` None)."""
    if before is None:
        return [(Kind.ADDED, ", ".join([*after.ways.values(), *after.rights]))]
    found = [(Kind.GIVEN, after.ways[code]) for code in sorted(after.ways.keys() - before.ways.keys())]
    found += [(Kind.TAKEN, before.ways[code]) for code in sorted(before.ways.keys() - after.ways.keys())]
    found += [(Kind.GIVEN, right) for right in sorted(set(after.rights) - set(before.rights))]
    found += [(Kind.TAKEN, right) for right in sorted(set(before.rights) - set(after.rights))]
    if before.email != after.email:
        found.append((Kind.EMAIL, f"{before.email} → {after.email}"))
    if before.name != after.name:
        found.append((Kind.NAME, f"{before.name} → {after.name}"))
    if before.password != after.password:
        found.append((Kind.PASSWORD, ""))
    if before.may_log_in != after.may_log_in:
        found.append((Kind.LET_IN if after.may_log_in else Kind.SHUT_OUT, ""))
    return found
