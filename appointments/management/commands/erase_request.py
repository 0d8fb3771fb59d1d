"""Erases one request at once, for a patient who asked for it by phone or letter and has shown who they are."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appointments.lifecycle.actor import SYSTEM
from appointments.models import AppointmentRequest
from appointments.privacy import mentions
from appointments.privacy.actions import erasure
from appointments.references import parse_reference
from appointments.workflow import StepNotAllowed


class Command(BaseCommand):
    help = "Erases the person from one request, and from what was merged into it. It cannot be taken back."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="as it is read out: K7M-4QX2P")
        parser.add_argument(
            "--cancel-appointment",
            "--cancel-visit",  # as it was called before
            action="store_true",
            help="cancel an appointment that stands, and erase",
        )

    def handle(self, *args, reference, cancel_appointment, **options):
        request = AppointmentRequest.objects.filter(reference=parse_reference(reference)).first()
        if request is None:
            raise CommandError("There is no request with this reference.")
        named = list(mentions.find_mentions(mentions.names_of([request]), besides=[request.pk]))
        try:
            erasure.erase(request, by=SYSTEM, now=timezone.now(), cancel_appointment=cancel_appointment)
        except (erasure.AppointmentAhead, StepNotAllowed) as refused:
            raise CommandError(str(refused)) from refused
        for mention in named:
            self.stdout.write(f"The name was taken out of: {mention.where}")
        self.stdout.write(f"{request} is erased.")
