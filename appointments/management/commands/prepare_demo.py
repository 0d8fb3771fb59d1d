"""Makes a demonstration: tables, shipped pages, invented staff and practitioners, open request forms."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from appointments.demo.actions.clinic import make_demo_clinic

COLLECTED_MARK = "collected"  # file in DATA_DIR: a fingerprint of the static files that were collected last


def collect_static_files() -> None:
    """Compresses and names the static files, unless that was done for exactly these files: it takes seconds."""
    sources = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list(None)]
    stamps = [(path, Path(source).stat().st_mtime_ns, Path(source).stat().st_size) for path, source in sorted(sources)]
    fingerprint = hashlib.sha256(repr(stamps).encode()).hexdigest()
    kept = settings.DATA_DIR / COLLECTED_MARK
    if kept.exists() and kept.read_text() == fingerprint and settings.STATIC_ROOT.exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    kept.write_text(fingerprint)


def refuse_database_of_other_version() -> None:
    """Raises CommandError if the database has run migrations that this version does not have.

    Migrating it would fail half-way, or leave columns that nothing reads.
    """
    loader = MigrationLoader(connection)
    unknown = sorted(f"{app}.{name}" for app, name in loader.applied_migrations.keys() - loader.disk_migrations.keys())
    if unknown:
        raise CommandError(
            f"This database was made by another version of the portal (it has run {unknown[0]}). A demonstration "
            f"begins anew: stop it, delete the folder {settings.DATA_DIR} (or name an empty database) and start again."
        )


class Command(BaseCommand):
    help = "Prepares a demonstration. Run again, it changes nothing and prints the logins once more."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This makes invented people. Set DEMO=true if that is what you want here.")
        self.stdout.write("Preparing the database …")
        refuse_database_of_other_version()
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Loading the shipped pages …")
        call_command("load_content", stdout=self.stdout)
        self.stdout.write("Collecting the static files …")
        collect_static_files()
        logins = make_demo_clinic(passwords=settings.DATA_DIR / "demo-logins.txt")
        self.stdout.write(f"Mails are written to {settings.MAIL_FOLDER}")
        for login in logins:
            self.stdout.write(f"demo login: {login.role} {login.email} {login.password}")
