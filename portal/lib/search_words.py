"""What is typed into a search box: what is looked for, and what is said of the rest."""

import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.lib.text import bound_marks, clean_line, fold

LONGEST_SEARCH = 100  # characters that are looked for
LONGEST_READ = 2000  # characters that are looked at at all
MOST_SIGNS_NAMED = 8
UNSPOKEN = "-–—_.,;:!?/\\'\"’‘“”()&"  # signs that make no difference in words, which goes without saying


@dataclass(frozen=True)
class SearchWords:
    """`typed`: as it came, for the box. `words`: what is looked for; "" if nothing is left of it. `notes`: sentences
    for whoever asked, on what was left out."""

    typed: str = ""
    words: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def is_unusable(self) -> bool:
        """Whether something was typed of which nothing can be looked for."""
        return bool(self.typed.strip()) and not self.words


def read_search(typed: str, *, signs_matter: bool = False) -> SearchWords:
    """What is looked for of a text typed into a search box.

    At most LONGEST_SEARCH characters of it, whole words if there are blanks. `signs_matter`: what is looked for may
    hold signs, as phone numbers do; else signs that no name is found by are named.
    """
    words, notes = clean_line(bound_marks(typed[:LONGEST_READ])), []
    if len(words) > LONGEST_SEARCH or len(typed) > LONGEST_READ:
        cut = words[: LONGEST_SEARCH + 1].rpartition(" ")[0] or words[:LONGEST_SEARCH]
        words = cut[:LONGEST_SEARCH]
        said = _("This is long: only “%(words)s” was looked for, of at most %(most)s characters.")
        notes.append(said % {"words": words, "most": LONGEST_SEARCH})
    if typed.strip() and not fold(words):
        notes = [_("There is no letter and no digit in this, so nothing was looked for.")]
        return SearchWords(typed, "", notes)
    if not signs_matter and (signs := _ignored(words)):
        notes.append(_("These signs make no difference: %(signs)s") % {"signs": " ".join(signs)})
    return SearchWords(typed, words, notes)


def _ignored(words: str) -> list[str]:
    """The signs in it that are not compared, each once."""
    signs = dict.fromkeys(
        sign for sign in words if unicodedata.category(sign)[0] in "SP" and sign not in UNSPOKEN and not fold(sign)
    )
    return list(signs)[:MOST_SIGNS_NAMED]
