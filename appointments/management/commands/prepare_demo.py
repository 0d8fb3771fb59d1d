"""Makes a demonstration: tables, shipped pages, invented staff and practitioners, open request forms."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from appointments.actions.demonstrating import make_demo_clinic


class Command(BaseCommand):
    help = "Prepares a demonstration. Run again, it changes nothing and prints the logins once more."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This makes invented people. Set DEMO=true if that is what you want here.")
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Loading the shipped pages …")
        call_command("load_content", stdout=self.stdout)
        self.stdout.write("Collecting the static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        logins = make_demo_clinic(passwords=settings.DATA_DIR / "demo-logins.txt")
        self.stdout.write(f"Mails are written to {settings.MAIL_FOLDER}")
        for login in logins:
            self.stdout.write(f"demo login: {login.role} {login.email} {login.password}")
