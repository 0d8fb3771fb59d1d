"""Fills the desk with an invented busy day, for training and for pictures. Only in a demonstration."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appointments.demo.actions import busy_day
from appointments.workflow import Status


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"{typed} is no day. Write it like 2026-11-23.") from None


class Command(BaseCommand):
    help = "Fills the desk with an invented busy day. Run again for the same day, it adds nothing and says so."

    def add_arguments(self, parser):
        parser.add_argument("--day", type=_day, help="the day to rehearse, like 2026-11-23; today if it is left out")
        parser.add_argument("--requests", type=int, default=busy_day.DEFAULT_REQUESTS, help="how many requests, about")

    def handle(self, *args, day, requests, **options):
        if not settings.DEMO:
            raise CommandError(
                "A rehearsal invents patients and writes them among the real ones. It runs only where DEMO=true."
            )
        now = timezone.now()
        try:
            filled = busy_day.fill_busy_day(day=day or timezone.localdate(now), now=now, requests=requests)
        except busy_day.NotPrepared as error:
            raise CommandError(str(error)) from error
        except busy_day.AlreadyFilled as already:
            self.stdout.write(str(already))
            return
        until = timezone.localtime(filled.until)
        self.stdout.write(f"Rehearsed {filled.day:%A %d %B %Y} up to {until:%H:%M}: {filled.requests} requests.")
        for status, number in filled.by_status.items():
            self.stdout.write(f"  {number:4}  {Status(status).label}")
