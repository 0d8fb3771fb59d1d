"""Lets go what has been kept long enough; with --dry-run only says what that would be."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from appointments.privacy.actions import retention

NAMED = 20  # references shown of a dry run


class Command(BaseCommand):
    help = "Makes closed requests anonymous after RETENTION_DAYS, and deletes what is kept for less. Open ones stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say what would go")

    def handle(self, *args, dry_run, **options):
        now = timezone.now()
        if not dry_run:
            for what, number in retention.purge(now=now).items():
                self.stdout.write(f"{number:6}  {what}")
            return
        for going in retention.going(now=now):
            self.stdout.write(f"{going.rows.count():6}  {going.what}")
        for request in retention.old_requests(now=now).order_by("closed_at", "pk")[:NAMED]:
            self.stdout.write(f"        {request}, closed {timezone.localdate(request.closed_at):%d %B %Y}")
        self.stdout.write("Nothing was changed.")
