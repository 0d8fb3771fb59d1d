"""Makes the invented clinic of a demonstration: an account for each role, practitioners, working hours, services."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import date, time
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from appointments.models import HealthcareService, Location, OpeningHours, WorkingHours
from portal.accounts.actions import note_changes
from portal.models import User
from portal.roles import ROLES, ROLES_BY_SLUG, RoleSlug
from topics.models import Practitioner, Specialty

DISPLAY_NAMES = {
    RoleSlug.EDITOR: "Edie Example, editor",
    RoleSlug.CLINICIAN: "Dr Clara Example, reviewer",
    RoleSlug.RECEPTIONIST: "Rory Example, reception",
    RoleSlug.LEAD: "Lena Example, desk lead",
    RoleSlug.ADMIN: "Alex Example, administrator",
}
PRACTITIONERS = (
    ("Dr Ada Example", "general physician (invented)", ("therapist",)),
    ("Dr Boris Sample", "neurologist (invented)", ("neurologist",)),
    ("Dr Nina Sample", "neurologist (invented)", ("neurologist", "vertebrologist")),
    ("Mr Omar Specimen", "orthopaedic surgeon (invented)", ("orthopedist",)),
    ("Ms Mara Placeholder", "manual therapist (invented)", ("manual-therapist",)),
    ("Mr Peter Placeholder", "physiotherapist (invented)", ("physiotherapist",)),
    ("Dr Clara Example", "general physician (invented)", ("therapist",)),
)
ACCOUNTS = {"Dr Clara Example": RoleSlug.CLINICIAN}  # practitioners who see their appointments at the desk
RIVERSIDE, HILL = "Riverside House", "Hill Street Rooms"
LOCATIONS = (
    (RIVERSIDE, "1 River Walk (invented). Take the door under the clock.", True),
    (HILL, "12 Hill Street (invented). Ring twice; the rooms are on the first floor.", False),
)
EVERY_DAY = (1, 2, 3, 4, 5)  # ISO: Monday to Friday
RECEPTION_HOURS = (("08:00", "12:30"), ("13:30", "17:30"))
WORKING_WEEKS = (  # who, on which days, from when to when, where
    ("Dr Ada Example", EVERY_DAY, (("08:30", "12:30"), ("13:30", "16:30")), RIVERSIDE),
    ("Dr Boris Sample", (1, 3, 5), (("09:00", "13:00"),), RIVERSIDE),
    ("Dr Boris Sample", (2, 4), (("14:00", "18:00"),), HILL),
    ("Dr Nina Sample", (1, 2, 3, 4), (("10:00", "13:00"), ("14:00", "17:00")), RIVERSIDE),
    ("Mr Omar Specimen", (2, 4), (("09:00", "12:30"), ("13:30", "17:00")), RIVERSIDE),
    ("Mr Omar Specimen", (5,), (("09:00", "13:00"),), HILL),
    ("Ms Mara Placeholder", EVERY_DAY, (("08:00", "12:00"),), HILL),
    ("Ms Mara Placeholder", (1, 3), (("13:00", "18:00"),), HILL),
    ("Mr Peter Placeholder", EVERY_DAY, (("08:00", "12:00"), ("13:00", "17:00")), RIVERSIDE),
    ("Dr Clara Example", (1, 3), (("09:00", "12:00"),), RIVERSIDE),
    ("Dr Clara Example", (5,), (("13:00", "17:00"),), RIVERSIDE),
)
VALID_FROM = date(2026, 1, 1)


@dataclass(frozen=True)
class Login:
    """A demo account. `role`: a RoleSlug. Its password was made on this machine."""

    role: str
    email: str
    password: str


def make_demo_clinic(*, passwords: Path) -> list[Login]:
    """Makes what is missing and gives the logins. `passwords`: the file that stores them, for its owner to read."""
    kept = _read(passwords)
    logins = [kept.get(role.slug) or _new_login(role.slug) for role in ROLES]
    made_or_set = False
    with transaction.atomic():
        for login in logins:
            made_or_set = _make_account(login, is_new=login.role not in kept) or made_or_set
        for specialty in Specialty.objects.live().order_by("pk"):
            HealthcareService.objects.get_or_create(specialty=specialty)
        if not Practitioner.objects.exists():
            _make_practitioners()
        if not Location.objects.exists():
            _make_timetable()
        if made_or_set:  # invented people need not be told of each other
            note_changes(by=None, now=timezone.now(), tell=False)
    _write(passwords, logins)
    return logins


def _new_login(role: str) -> Login:
    return Login(role, _address(role), secrets.token_urlsafe(12))


def _address(role: str) -> str:
    return f"{role}@demo.example"


def _make_account(login: Login, *, is_new: bool) -> bool:
    """Makes the account if there is none; an existing one gets the password only if that is new. Whether it did."""
    user = User.objects.filter(email=login.email).first()
    if user is None:
        is_superuser = login.role == RoleSlug.ADMIN
        user = User.objects.create_user(
            login.email, login.password, display_name=DISPLAY_NAMES[login.role], is_superuser=is_superuser
        )
        user.groups.add(Group.objects.get(name=ROLES_BY_SLUG[login.role].name))
        return True
    if is_new:
        user.set_password(login.password)
        user.save(update_fields=["password"])
    return is_new


def _make_practitioners() -> None:
    specialties = {specialty.slug: specialty for specialty in Specialty.objects.all()}
    for name, credentials, slugs in PRACTITIONERS:
        practitioner = Practitioner.objects.create(name=name, credentials=credentials)
        practitioner.specialties.set([specialties[slug] for slug in slugs if slug in specialties])
    for name, role in ACCOUNTS.items():
        account = User.objects.filter(email=_address(role)).first()
        Practitioner.objects.filter(name=name).update(user=account)


def _make_timetable() -> None:
    """Locations, reception's opening hours, and the week of every practitioner who is still there."""
    places = {
        name: Location.objects.create(name=name, address=address, step_free=step_free)
        for name, address, step_free in LOCATIONS
    }
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for weekday in EVERY_DAY
        for opens, closes in RECEPTION_HOURS
    )
    people = {person.name: person for person in Practitioner.objects.order_by("pk")}
    WorkingHours.objects.bulk_create(
        WorkingHours(
            practitioner=people[name],
            location=places[place],
            weekday=weekday,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            valid_from=VALID_FROM,
        )
        for name, weekdays, intervals, place in WORKING_WEEKS
        if name in people
        for weekday in weekdays
        for starts, ends in intervals
    )


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
