"""Verifies the event chains of all requests; prints the faults and ends with an error if there are any."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appointments.models import ChainAnchor
from appointments.privacy.actions import chain_verification


class Command(BaseCommand):
    help = "Reads every event against its hash and the latest anchor, as the worker does every night."

    def handle(self, *args, **options):
        check = chain_verification.verify(now=timezone.now())
        for fault in check.fault_descriptions:
            self.stdout.write(fault)
        if check.faults:
            raise CommandError(f"The history is not whole: {check.faults} faults in {check.events} events.")
        self.stdout.write(f"The history is whole: {check.events} events.")
        anchor = ChainAnchor.objects.order_by("-last_event").first()
        if anchor:
            self.stdout.write(f"Anchored up to event {anchor.last_event}: {anchor.digest}")
