"""The most that a file may hold, and the error for a file that cannot be brought in."""

from django.utils.translation import gettext as _

from topics.models import Item, Section, Topic
from topics.workflow import ActionRefused

MOST_BYTES = 1_000_000  # of a file: a thousand pages of text; an article has ten
MOST_CHARACTERS = 200_000  # of the text in it: in any script it still fits into one form
MOST_ROWS = 6_000  # lines that are not empty: what can be wanted, broken into lines of 72 characters, has fewer
MOST_SECTIONS = 200  # as many as the editing page takes
MOST_LINES = 700  # of all lists: with four fields each they still fit into one form
LONGEST_TITLE = Topic._meta.get_field("title").max_length
LONGEST_NAME = Topic._meta.get_field("name").max_length
LONGEST_SLUG = Topic._meta.get_field("slug").max_length
LONGEST_HEADING = Section._meta.get_field("heading").max_length
LONGEST_LEAD_IN = Section._meta.get_field("list_intro").max_length
LONGEST_LINE = Item._meta.get_field("label").max_length


class FileRefused(ActionRefused):
    """This file cannot be brought in; the message says why, and what to do about it."""


def check_rows(count: int) -> None:
    """Refuses a text by the number of its lines, before anybody looks at them one by one."""
    if count > MOST_ROWS:
        words = {"count": count, "limit": MOST_ROWS}
        raise FileRefused(_("This text has %(count)s lines. At most %(limit)s can be brought in.") % words)
