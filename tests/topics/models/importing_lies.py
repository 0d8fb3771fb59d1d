"""Lies about texts from files, by the promise of the database that each would break."""

from tests.builders import NOW
from topics.models import ArticleImport


def article_import(times=1, **changes):
    values = {"file_name": "a.txt", "format": "text", "sha256": "a" * 64, "title": "A", "kind": "symptom", "plan": {}}
    for _ in range(times):
        ArticleImport.objects.create(**values | {"made_at": NOW} | changes)


IMPORTING_LIES = {
    "article_import_applied_with_time_and_digest": [
        lambda: article_import(state="applied", draft_sha256="a" * 64),
        lambda: article_import(state="applied", applied_at=NOW),
        lambda: article_import(applied_at=NOW),
        lambda: article_import(draft_sha256="a" * 64),
        lambda: article_import(state="lost"),
    ],
    "article_import_kind_known": [lambda: article_import(kind="treatment")],
    "article_import_format_known": [lambda: article_import(format="pdf")],
    "article_import_waits_once": [lambda: article_import(times=2)],
}
