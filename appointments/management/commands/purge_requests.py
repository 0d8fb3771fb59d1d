"""Erases and deletes what is past its retention time; with --dry-run only lists it."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from appointments.privacy.actions import retention

MOST_LISTED = 20  # references that a dry run shows


class Command(BaseCommand):
    help = "Makes closed requests anonymous after RETENTION_DAYS, and deletes what is kept for less. Open ones stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say what would go")

    def handle(self, *args, dry_run, **options):
        now = timezone.now()
        if not dry_run:
            for label, number in retention.purge(now=now).items():
                self.stdout.write(f"{number:6}  {label}")
            return
        for kind in retention.expired(now=now):
            self.stdout.write(f"{kind.rows.count():6}  {kind.label}")
        for request in retention.expired_requests(now=now).order_by("closed_at", "pk")[:MOST_LISTED]:
            self.stdout.write(f"        {request}, closed {timezone.localdate(request.closed_at):%d %B %Y}")
        self.stdout.write("Nothing was changed.")
