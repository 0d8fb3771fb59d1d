"""Which live pages hold the words of a person."""

import json

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from portal.lib.text import fold
from topics.gates.quotations import people_quoted
from topics.models import Edition


def live_pages_quoting(name: str) -> list[str]:
    """The names of the live pages that quote somebody of this name, in the order of the alphabet.

    The database leaves out the pages that do not hold the longest word of the name, letter by letter.
    """
    word = max(name.split(), key=len, default="")
    escaped = json.dumps(word)[1:-1]  # as SQLite holds letters beyond ASCII
    live = Edition.objects.filter(live_topic__isnull=False).annotate(text=Cast(F("document"), TextField()))
    found = live.filter(Q(text__icontains=word) | Q(text__icontains=escaped)).order_by("name", "pk")
    return [edition.name for edition in found if fold(name) in people_quoted(edition.content)]
