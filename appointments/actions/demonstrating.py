"""Invented people for a demonstration: one account per role, a few practitioners, and open request forms."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from appointments.models import HealthcareService
from portal.models import User
from portal.roles import BY_SLUG, ROLES
from topics.models import Practitioner, Specialty

DISPLAY_NAMES = {
    "editor": "Edie Example, editor",
    "clinician": "Dr Clara Example, reviewer",
    "receptionist": "Rory Example, reception",
    "lead": "Lena Example, desk lead",
    "admin": "Alex Example, administrator",
}
PRACTITIONERS = (
    ("Dr Ada Example", "general physician (invented)", ("therapist",)),
    ("Dr Boris Sample", "neurologist (invented)", ("neurologist",)),
    ("Dr Nina Sample", "neurologist (invented)", ("neurologist", "vertebrologist")),
    ("Mr Omar Specimen", "orthopaedic surgeon (invented)", ("orthopedist",)),
    ("Ms Mara Placeholder", "manual therapist (invented)", ("manual-therapist",)),
    ("Mr Peter Placeholder", "physiotherapist (invented)", ("physiotherapist",)),
)


@dataclass(frozen=True)
class Login:
    """A demo account with its password, which exists on this machine only."""

    role: str
    email: str
    password: str


def make_demo_clinic(*, passwords: Path) -> list[Login]:
    """Makes what is missing and gives the logins. `passwords`: the file that keeps them, readable by its owner only."""
    kept = _read(passwords)
    logins = [kept.get(role.slug) or _new_login(role.slug) for role in ROLES]
    with transaction.atomic():
        for login in logins:
            _make_account(login, is_new=login.role not in kept)
        for specialty in Specialty.objects.live().order_by("pk"):
            HealthcareService.objects.get_or_create(specialty=specialty)
        if not Practitioner.objects.exists():
            _make_practitioners()
    _write(passwords, logins)
    return logins


def _new_login(role: str) -> Login:
    return Login(role, f"{role}@demo.example", secrets.token_urlsafe(12))


def _make_account(login: Login, *, is_new: bool) -> None:
    """The account of this login. A password that was made on an earlier run is taken to be set: checking it is slow."""
    user = User.objects.filter(email=login.email).first()
    if user is None:
        is_superuser = login.role == "admin"
        user = User.objects.create_user(
            login.email, login.password, display_name=DISPLAY_NAMES[login.role], is_superuser=is_superuser
        )
        user.groups.add(Group.objects.get(name=BY_SLUG[login.role].name))
    elif is_new:
        user.set_password(login.password)
        user.save(update_fields=["password"])


def _make_practitioners() -> None:
    specialties = {specialty.slug: specialty for specialty in Specialty.objects.all()}
    for name, credentials, slugs in PRACTITIONERS:
        practitioner = Practitioner.objects.create(name=name, credentials=credentials)
        practitioner.specialties.set([specialties[slug] for slug in slugs if slug in specialties])


def _read(file: Path) -> dict[str, Login]:
    if not file.exists():
        return {}
    return {stored["role"]: Login(**stored) for stored in map(json.loads, file.read_text().splitlines())}


def _write(file: Path, logins: list[Login]) -> None:
    text = "".join(json.dumps(asdict(login)) + "\n" for login in logins)
    if file.exists() and file.read_text() == text:
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        os.fchmod(descriptor, 0o600)  # whatever it was if it was there before
        stream.write(text)
