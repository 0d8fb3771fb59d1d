"""Writes a page as a text file that import_article reads."""

from django.core.management.base import BaseCommand, CommandError

from topics.compose import compose
from topics.exporting import to_text
from topics.kinds import TopicKind
from topics.models import Topic


class Command(BaseCommand):
    help = "Prints the draft of a page, or with --live what readers see, as a text that carries everything it holds."

    def add_arguments(self, parser):
        parser.add_argument(
            "address", metavar="ADDRESS", help="The last part of the page's address: lower-back-cramps."
        )
        parser.add_argument("--kind", choices=TopicKind.values, default=TopicKind.SYMPTOM.value)
        parser.add_argument("--live", action="store_true", help="The live edition instead of the draft.")

    def handle(self, *args, **options):
        kind, slug = options["kind"], options["address"]
        pages = Topic.objects.select_related("live_edition")
        topic = pages.at(kind, slug).first() if options["live"] else pages.filter(kind=kind, slug=slug).first()
        if topic is None:
            raise CommandError(f"There is no {'live ' if options['live'] else ''}page {kind}/{slug}.")
        document = topic.live_edition.content if options["live"] else compose(topic)
        self.stdout.write(to_text(document), ending="")
