"""Loads the shipped articles and concepts."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from topics.actions.drafting import UnknownRegion, UnknownTopic
from topics.actions.loading import load_shipped_pages
from topics.shipped import ShippedFileInvalid


class Command(BaseCommand):
    help = "Loads the shipped pages. Run twice, the second changes nothing. Never overwrites what staff changed."

    def handle(self, *args, **options):
        try:
            loaded = load_shipped_pages(now=timezone.now())
        except (ShippedFileInvalid, UnknownTopic, UnknownRegion) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(f"Pages made: {len(loaded.made)}, renewed: {len(loaded.renewed)}.")
        for key in loaded.left_alone:
            self.stdout.write(f"Left alone, because staff changed or removed it: {key}")
        for key in loaded.signed:
            self.stdout.write(f"Left alone, because a clinician has signed what is live: {key}")
