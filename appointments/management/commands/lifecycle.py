"""Writes docs/lifecycle.md from the table in appointments/workflow.py."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from appointments.lifecycle.documentation import lifecycle_markdown


class Command(BaseCommand):
    help = "Writes docs/lifecycle.md from the table of steps; with --check only says whether it is up to date."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is out of date")

    def handle(self, *args, check: bool, **options):
        page = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
        with translation.override("en"):
            text = lifecycle_markdown()
        if check and (not page.exists() or page.read_text(encoding="utf-8") != text):
            raise CommandError("docs/lifecycle.md is out of date: run manage.py lifecycle")
        if not check:
            page.write_text(text, encoding="utf-8")
        self.stdout.write("docs/lifecycle.md is up to date.")
