"""Writes the paper pack at once, for instance before the network is taken down."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from appointments.paper import actions


class Command(BaseCommand):
    help = "Writes the appointments of three days and the open queue as one page to print, into DATA_DIR/paper."

    def handle(self, *args, **options):
        self.stdout.write(str(actions.write_now(now=timezone.now())))
