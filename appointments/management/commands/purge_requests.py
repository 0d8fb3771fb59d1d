"""Erases and deletes what is past its retention time; with --dry-run only lists it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appointments.privacy.actions import retention
from portal import clock

MOST_LISTED = 20  # references that a dry run shows


class Command(BaseCommand):
    help = "Makes closed requests anonymous after RETENTION_DAYS, and deletes what is kept for less. Open ones stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say what would go")
        parser.add_argument("--confirm-date", metavar="YYYY-MM-DD", help="today's date, where the clock is in doubt")
        parser.add_argument(
            "--confirm-number", type=int, metavar="N", help="how many requests are to go, where it is many"
        )

    def handle(self, *args, dry_run, confirm_date, confirm_number, **options):
        now = timezone.now()
        if not dry_run:
            self._require_sense(now, confirm_date, confirm_number)
            for label, number in retention.purge(now=now).items():
                self.stdout.write(f"{number:6}  {label}")
            return
        for kind in retention.expired(now=now):
            self.stdout.write(f"{kind.rows.count():6}  {kind.label}")
        for request in retention.expired_requests(now=now).order_by("closed_at", "pk")[:MOST_LISTED]:
            self.stdout.write(f"        {request}, closed {timezone.localdate(request.closed_at):%d %B %Y}")
        self.stdout.write("Nothing was changed.")

    def _require_sense(self, now, confirm_date, confirm_number):
        """Raises CommandError unless the clock and the number are believed, or confirmed by a person."""
        if confirm_date and confirm_date != str(timezone.localdate(now)):
            raise CommandError(f"The clock says {timezone.localdate(now)}, not {confirm_date}. Nothing was changed.")
        try:
            if confirm_date:
                clock.confirm(now=now)
            clock.require_trust(now=now)
        except clock.ClockDoubtful as why:
            raise CommandError(str(why)) from None
        number = retention.expired_requests(now=now).count()
        if not retention.is_sensible(number) and confirm_number != number:
            raise CommandError(str(retention.TooManyAtOnce(number)))
