"""Where the name of a patient stands in texts about others: notes, purposes, wishes, reasons. Finds only.

Erasing a request empties its own rows; these belong to somebody else, and only the name goes out of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from appointments.privacy import stored_fields
from portal.lib.latin import in_latin_letters
from portal.lib.text import fold

TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "lady", "herr", "frau", "mme", "m"),
    *("madame", "monsieur", "pan", "pani", "sr", "sra", "senor", "senora", "don", "dona", "signor", "signora"),
    *("hr", "fr", "herrn", "mlle", "mademoiselle", "srta", "senorita", "pana", "panu", "panem", "pania", "slecna"),
    *("bay", "bayan", "bey", "hanim", "rev", "med", "dent", "rer", "nat", "phil", "jur", "dipl", "ing", "mag", "mgr"),
    *("пан", "пані", "пана", "пану", "паном", "господин", "госпожа", "السيد", "السيدة"),
}
TITLES_BEHIND = {"mr", "mrs", "ms", "miss", "mx", "herr", "frau", "mme", "pan", "pani", "bay", "bayan", "bey", "hanim"}
NOUNS = {"patient", "patientin", "family", "familie", "famille", "familia", "rodina"}  # titles before a capital only
SHORTEST_ALONE = 4  # letters of a name of one word; shorter ones are words of a language, too
KEY_LETTERS = 3  # by which names are looked up
MOST_BETWEEN = 2  # words between a first name and a last one
MOST_WORDS = 8  # of a title and a name that are compared
LONGEST_ENDING = 3  # letters that a Cyrillic ending may add or take
SPELT_OTHERWISE = (("", ""), ("iia", "ia"), ("iia", "iya"), ("ii", "iy"), ("ya", "ia"))  # of Cyrillic in Latin letters
LONGEST_SUFFIX = 3  # letters behind an apostrophe: Yılmaz'ın
SLAVIC_ENDINGS = {
    *("", "a", "e", "i", "o", "u", "y", "ie", "em", "iem", "im", "om", "ou", "owi", "ovi", "ej", "iej"),
    *("ego", "iego", "emu", "iemu", "ich", "imi"),
}
ARABIC_PARTICLES = "لبوفك"
IN_PLACE_OF_NAME = f"[{stored_fields.NO_WORDS}]"
_NO_NAME = re.compile(r"\([^)]*\)|\[[^]]*\]|\bc/o\b.*|\S*\d\S*|\S*@\S*", re.IGNORECASE)
_APOSTROPHE = re.compile("['’‘`´ʻʼ]")
_TWO_LETTERS = re.compile("([aou])e")
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_CYRILLIC, _ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")
_SAME_IN_ARABIC = str.maketrans("ةى", "هي")
_SLAVIC_SURNAME = re.compile("(?:[scz]k[aiy]|ova)$")
_SHORT_BEFORE_LONG = re.compile(r"\b(\w{1,3}) (?=\w)")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_TITLE_BEHIND = "(?:先生|女士|小姐|太太|さん|さま|様|\\s?씨|\\s?님)"
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")  # MacDonald, DeLuca
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")
_STOP = re.compile("[;!?؛؟]")  # no name goes on behind it
_CHUNK = re.compile(r"[^\s@,;:.!?()\[\]{}\"“”„«»/\\|<>=+*_–—-]+")


@dataclass(frozen=True)
class Mention:
    """A text of another row that holds the name. `where`: for people; `blanked`: the text without the name."""

    row: Model
    field: str
    where: str
    blanked: str


def names_of(requests: Iterable[AppointmentRequest]) -> list[str]:
    """The names these requests hold, of patients and of who asked for them."""
    return sorted({name for request in requests for name in (request.patient_name, request.requester_name) if name})


def find_mentions(names: Iterable[str], *, besides: Iterable[int]) -> Iterator[Mention]:
    """Every text of another row that holds one of the names, in any spelling that search takes for the same.

    `besides`: the ids of the requests the names come from; what stands in their own rows is not given.
    """
    wanted, own = WantedNames(names), set(besides)
    if not wanted.by_key:
        return
    for label, fields in stored_fields.MAY_NAME_OTHERS.items():
        model = apps.get_model(label)
        path = stored_fields.TABLES[label].request_path if label in stored_fields.TABLES else ""
        rows = model.objects.exclude(**{f"{path}__in": own}) if path else model.objects.all()
        rows = rows.select_related("request") if path == "request" else rows
        for row in rows.order_by("pk").iterator(chunk_size=500):
            for field in fields:
                text = getattr(row, field)
                blanked = without_names(text, wanted) if text else text
                if blanked != text:
                    yield Mention(row, field, _where(row, field), blanked[: model._meta.get_field(field).max_length])


class WantedNames:
    """Names as search compares them, without titles, numbers and what stands in brackets or behind "c/o".

    `by_key`: the names that hold a word which begins so, so that a text costs the same for many. `words`: all of their
    words. `unspaced`: patterns of names in scripts that put no blank between words.
    """

    def __init__(self, names: Iterable[str]):
        self.by_key: dict[str, list[list[str]]] = {}
        self.words: set[str] = set()
        names = list(names)
        self.unspaced = [pattern for name in names if (pattern := _unspaced(name))]
        for words in {tuple(words) for name in names for words in _spellings(name)}:
            joined = [words[0] + words[-1], words[-1] + words[0]] if len(words) > 1 else []
            self.words.update(words, joined)
            for key in {key for word in (*words, *joined) for key in _keys(word)}:
                self.by_key.setdefault(key, []).append(list(words))


def _bare(name: str) -> str:
    """The name in NFC without what is none, the first name first where it was put behind a comma."""
    bare = _NO_NAME.sub(" ", name)
    last, comma, first = unicodedata.normalize("NFC", bare if fold(bare) else name).partition(",")
    return f"{first} {last}" if comma and fold(first) else last


def _spellings(name: str) -> Iterator[list[str]]:
    """The words of a name in each way it may be written: with ae for ä or a for ae, with or without a hyphen, its short
    words joined to the next or not, Cyrillic letters as Latin ones of Ukrainian or Russian."""
    bare = _bare(name)
    plain = bare.casefold()
    written = {plain, plain.replace("-", ""), _APOSTROPHE.sub(" ", plain), _INNER_CAPITAL.sub(" ", bare).casefold()}
    if _CYRILLIC.search(plain):
        latin = {in_latin_letters(plain), in_latin_letters(plain, russian=True)}
        written |= {each.replace(*ending) for each in latin for ending in SPELT_OTHERWISE}
    written |= {each.translate(_IN_TWO_LETTERS) for each in written}
    written |= {_TWO_LETTERS.sub(r"\1", each) for each in written}
    for each in written:
        words = [word for word in _plain(each).split() if word not in TITLES] or _plain(each).split()
        if words:
            yield words
            joined = _SHORT_BEFORE_LONG.sub(r"\1", " ".join(words)).split()
            if 1 < len(joined) < len(words):
                yield joined


def _plain(value: str) -> str:
    return fold(value).translate(_SAME_IN_ARABIC)


def _unspaced(name: str) -> re.Pattern[str] | None:
    """The name, with a blank between its signs or not, or its family name with a title behind it; else None."""
    words = _bare(name).split()
    if not all(map(_UNSPACED.fullmatch, words)) or sum(map(len, words)) < 2:
        return None
    family = words[0] if len(words) > 1 else words[0][0]
    return re.compile(r"\s?".join("".join(words)) + f"|{family}{_TITLE_BEHIND}")


def _keys(word: str) -> set[str]:
    return {word[:KEY_LETTERS], word[1 : KEY_LETTERS + 1]} if _ARABIC.match(word) else {word[:KEY_LETTERS]}


def without_names(text: str, wanted: WantedNames) -> str:
    """The text with IN_PLACE_OF_NAME for each of the names; a name that the end of a line breaks counts, too."""
    found = _without_names(text, wanted)
    whole = _BROKEN_WORD.sub("", found)
    blanked = _without_names(whole, wanted) if whole != found else found
    return blanked if blanked != whole else found


def _without_names(text: str, wanted: WantedNames) -> str:
    for name in wanted.unspaced:
        text = name.sub(IN_PLACE_OF_NAME, text)
    words = [_Word(word, *found.span()) for found in _CHUNK.finditer(text) for word in _words_in(found[0], wanted)]
    named = [[name for key in _keys(word.plain) for name in wanted.by_key.get(key, ())] for word in words]
    taken: list[tuple[int, int]] = []
    for first in range(len(words)):
        stop = _STOP.search(text, words[first].end)
        ahead = [word for word in words[first : first + MOST_WORDS] if not stop or word.start < stop.start()]
        for name in (name for names in named[first : first + 3] for name in names):
            if length := _length_of_match(text, ahead, name):
                taken.append((words[first].start, ahead[length - 1].end))
    for start, end in sorted(_joined(taken), reverse=True):
        text = text[:start] + IN_PLACE_OF_NAME + text[end:]
    return text


def _words_in(chunk: str, wanted: WantedNames) -> list[str]:
    """The words as they are compared; of one that is none of the names, without a suffix behind an apostrophe."""
    words = _plain(chunk).split()
    before, *behind = _APOSTROPHE.split(chunk)
    if len(words) == len(behind) == 1 and words[0] not in wanted.words and len(behind[0]) <= LONGEST_SUFFIX:
        return _plain(before).split() or words
    return words


class _Word(NamedTuple):
    plain: str
    start: int
    end: int


def _length_of_match(text: str, ahead: list[_Word], name: list[str]) -> int:
    """How many of these words, from the first on, are the name; 0 if they are not.

    All or some of its words, the first or (with capitals) the last among them, in any order; the first and the last
    with two words between; an initial for one of them; both as one word; any of its words behind a title, the last one
    before a title; its only word.
    """
    plain = [word.plain for word in ahead]
    if length := _with_title_behind(text, ahead, name):
        return length
    if plain[0] in TITLES or (plain[0] in NOUNS and len(ahead) > 1 and _is_capital(text, ahead[1])):
        rest = ahead[1:]
        initials = len(list(takewhile(lambda word: word in {each[0] for each in name}, plain[1:])))
        words = _words_of(plain[1 + initials :], name)
        found = max(initials + words if words else 0, _with_initial(text, rest, name) if len(rest) > 1 else 0)
        return found + 1 if found else 0
    if len(name) == 1:
        return 1 if len(name[0]) >= SHORTEST_ALONE and _same(plain[0], name[0]) else 0
    if plain[0] in (name[0] + name[-1], name[-1] + name[0]):
        return 1
    length = _words_of(plain, name)
    if length > 1 and any(_is_first(word, name) for word in plain[:length]):
        return length
    if length > 1 and name[-1] in plain[:length] and all(_is_capital(text, word) for word in ahead[:length]):
        return length
    if _same(plain[0], name[0]):
        for between in range(1, MOST_BETWEEN + 1):
            initials = all(len(word) == 1 for word in plain[1 : 1 + between])
            at_last = ahead[1 + between : 2 + between]
            if at_last and _same(at_last[0].plain, name[-1]) and (initials or _is_capital(text, at_last[0])):
                return between + 2
    return _with_initial(text, ahead, name) if len(ahead) > 1 else 0


def _with_title_behind(text: str, ahead: list[_Word], name: list[str]) -> int:
    """How many words, if these begin with the last one of the name and a title that belongs to it (Sample, Mrs O.)."""
    if (
        len(ahead) < 2
        or ahead[1].plain not in TITLES_BEHIND
        or ahead[0].plain != name[-1]
        or not _is_capital(text, ahead[0])
    ):
        return 0
    rest = ahead[2:]
    more = _words_of([word.plain for word in rest], name)
    if not more and rest and rest[0].plain == name[0][0] and _is_capital(text, rest[0]):
        more = 1
    goes_on = rest and _is_capital(text, rest[0]) and not text[ahead[1].end : rest[0].start].strip(" .")
    return 0 if goes_on and not more else 2 + more


def _is_first(word: str, name: list[str]) -> bool:
    return _same(word, name[0]) or (_is_slavic(name) and _declined(word, name[0]))


def _is_slavic(name: list[str]) -> bool:
    return any(_SLAVIC_SURNAME.search(word) for word in name[1:])


def _declined(here: str, wanted: str) -> bool:
    """The same word with another ending of Polish or Czech."""
    stem = re.sub("[aeiouy]$", "", wanted)
    return len(stem) >= KEY_LETTERS and here.startswith(stem) and here[len(stem) :] in SLAVIC_ENDINGS


def _words_of(plain: list[str], name: list[str]) -> int:
    """How many words, from the first on, are words of the name, each once."""
    left, slavic = list(name), _is_slavic(name)
    for place, word in enumerate(plain):
        found = next((each for each in left if _same(word, each) or (slavic and _declined(word, each))), None)
        if found is None or (len(found) == 1 and place == 0):
            return place
        left.remove(found)
    return len(plain)


def _with_initial(text: str, ahead: list[_Word], name: list[str]) -> int:
    """2 if these begin with the name of two words, one of them an initial: O. Sample, Sample O., Olga S.; else 0."""
    if len(name) < 2:
        return 0
    one, other = ahead[:2]
    joined = text[one.end : other.start] in (".", "_")  # o.sample@example.org
    both_capital = _is_capital(text, one) and _is_capital(text, other)
    begins_with = one.plain == name[0][0] and _same(other.plain, name[-1])
    ends_with = (other.plain == name[0][0] and _same(one.plain, name[-1])) or (
        other.plain == name[-1][0] and _same(one.plain, name[0])
    )
    return 2 if (begins_with and (both_capital or joined)) or (ends_with and both_capital) else 0


def _is_capital(text: str, word: _Word) -> bool:
    """Whether it begins with a capital, or with a letter that has none."""
    return not text[word.start].islower()


def _same(here: str, wanted: str) -> bool:
    """The same word; or its genitive with s, in Cyrillic with another ending, in Arabic behind a joined particle."""
    if here in (wanted, wanted + "s"):
        return True
    if _ARABIC.match(here):
        return len(wanted) >= KEY_LETTERS and here[0] in ARABIC_PARTICLES and here[1:] == wanted
    if len(wanted) < SHORTEST_ALONE or not _CYRILLIC.match(wanted) or abs(len(here) - len(wanted)) > LONGEST_ENDING:
        return False
    return here[: max(KEY_LETTERS, len(wanted) - 2)] == wanted[: max(KEY_LETTERS, len(wanted) - 2)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _where(row: Model, field: str) -> str:
    what = str(row._meta.get_field(field).verbose_name)
    request = row if isinstance(row, AppointmentRequest) else getattr(row, "request", None)
    if request is not None:
        return _("%(what)s of %(reference)s") % {"what": what, "reference": request.spoken_reference}
    return _("%(what)s: %(row)s") % {"what": str(row._meta.verbose_name), "row": f"{row.pk}"}
