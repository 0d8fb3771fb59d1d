"""Brings in a text from a file, as a draft."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.models import User
from topics.actions.importing import keep_plan, make_draft
from topics.importing import plan_report
from topics.importing.child_process import read_in_child
from topics.importing.matching import WideNames
from topics.importing.preparation import PreparedImport, prepare
from topics.importing.reading import check_size
from topics.importing.validation import problems
from topics.kinds import TopicKind
from topics.models import Topic
from topics.workflow import ActionRefused


class Command(BaseCommand):
    help = (
        "Brings in a text (.txt, .md, .docx, or what export_article wrote) as a draft, never live. Prints what each"
        " section and line was taken for. The same text a second time changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Print the plan and write nothing.")
        parser.add_argument("--kind", choices=TopicKind.values, default=TopicKind.SYMPTOM.value)
        parser.add_argument(
            "--into", metavar="KIND/ADDRESS", help="The page whose draft it replaces: symptom/back-pain."
        )
        parser.add_argument("--by", metavar="E-MAIL", help="The member of staff who brings it in.")
        parser.add_argument("--replace", action="store_true", help="Also over a draft that was changed by hand.")

    def handle(self, *args, **options):
        by = _person(options["by"])
        names = WideNames.load()
        try:
            into = _page(options["into"])
            prepared = prepare(_arrived(options["file"]), options["kind"], into=into, names=names)
            self._bring_in(prepared, names, by, options)
        except ActionRefused as refusal:
            raise CommandError(f"Nothing was stored. {refusal}") from refusal

    def _bring_in(self, prepared: PreparedImport, names: WideNames, by: User | None, options: dict) -> None:
        if prepared.nothing_new:
            self.stdout.write(f"The draft of “{prepared.topic}” says this already. Nothing was stored.")
            return
        for line in (*plan_report.report(prepared, names), *plan_report.differences(prepared, names)):
            self.stdout.write(line)
        if wrong := problems(prepared.plan.document):
            raise CommandError("\n".join(["Nothing was stored. This has to be mended first:", *wrong]))
        if options["dry_run"]:
            self.stdout.write("Nothing was stored: this was only to look at it.")
            return
        over = prepared.topic.version if prepared.topic and options["replace"] else None
        now = timezone.now()
        with transaction.atomic():
            waiting, new = keep_plan(arrived=prepared.arrived, plan=prepared.plan, topic=prepared.topic, by=by, now=now)
            if not new:
                raise CommandError("Nothing was stored. This text waits in the admin, under Texts from files.")
            topic = make_draft(waiting=waiting, document=prepared.plan.document, by=by, now=now, over=over)
        self.stdout.write(f"The draft of “{topic}” is stored. Readers see no change.")


def _arrived(path: Path):
    try:
        check_size(path.stat().st_size)
        return read_in_child(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"Nothing was stored. {path} cannot be read: {error.strerror}.") from error


def _person(email: str | None) -> User | None:
    person = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    if email and not person:
        raise CommandError(f"Nothing was stored. Nobody here has the e-mail address {email}.")
    return person


def _page(address: str | None) -> Topic | None:
    if not address:
        return None
    kind, _slash, slug = address.partition("/")
    topic = Topic.objects.filter(kind=kind, slug=slug).first()
    if topic is None:
        raise CommandError(f"Nothing was stored. There is no page {address}: write it like symptom/back-pain.")
    return topic
