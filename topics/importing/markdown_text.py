"""What Markdown has beside its text: front matter, footnotes, attributes and the like. Taken out and told."""

import re
import tomllib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.lib.text import clean_line
from topics.importing.limits import FileRefused
from topics.importing.raised import lowered, raised
from topics.importing.typed_marks import quoted

LONGEST_FRONT = 200  # lines of front matter
_FENCE = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\n")
_PAIR = re.compile(r"(?P<name>[A-Za-z][\w -]{0,40}?)[ \t]*[:=][ \t]*(?P<value>.*)")
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*(?:\n(?:[ ]{2,}|\t)\S.*)*)", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]{1,60})\]")
_NOTE_INSIDE = re.compile(r"\^\[([^\[\]\n]{1,2000})\]")
_DIV = re.compile(r"^[ ]{0,3}:{3,}[^\n]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"(?<=\S)[ \t]*\{(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"\n]*\"|[\w-]+)|-)(?:[ \t]+[^{}\n]*)?\}")
_SPAN = re.compile(r"\[([^\[\]\n]+)\](?=\{[.#])")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~|(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")
_ADDRESS = re.compile(
    r"^[ ]{0,3}\[([^\[\]^\n][^\[\]\n]{0,80})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+[\"'(][^\n]*)?$", re.MULTILINE
)
_NAMED_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\[[^\[\]\n]{0,80}\]")
_NAMED_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\[([^\[\]\n]{0,80})\]")
_ALERT = re.compile(r"^[ ]{0,3}>[ \t]*\[!\w+\][ \t]*\n", re.MULTILINE)  # of GitHub: > [!WARNING]
_TAGGED = re.compile(r"<(su[pb])>([^<>\n]{1,60})</\1>", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TIMES = re.compile(r"(?<=\d)\*(?=\d)")  # "1*2*1 tablets": nobody means to emphasise the 2
_RAISED = re.compile(r"(?<=\w)\^([^\s^\[\]]{1,12})\^")
_LOWERED = re.compile(r"(?<=\w)(?<!~)~([^\s~]{1,12})~(?!~)")
_TABLE = re.compile(
    r"^[ ]{0,3}(?:\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)+\|?|\+[-=+]{3,}\+|-{3,}(?:[ ]+-{3,})+)[ ]*$", re.MULTILINE
)
_HARD_BREAK = re.compile(r"\\(?=\n)")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_CODE_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[^\n`]*$", re.MULTILINE)


@dataclass
class MarkdownText:
    """The text without what it has beside; the title, if that stands in front of the text."""

    text: str
    title: str = ""
    notes: list[str] = field(default_factory=list)


def front_matter(text: str) -> MarkdownText | None:
    """What stands between lines of --- or +++ at the beginning, as (name, value); None if there is nothing like it."""
    found = _FENCE.match(text)
    if not found:
        return None
    rows = text[found.end() :].split("\n", LONGEST_FRONT)
    ends = {found["fence"], "..."} if found["fence"] == "---" else {"+++"}
    end = next((at for at, row in enumerate(rows[:LONGEST_FRONT]) if row.rstrip() in ends), None)
    if end is None or not any(_PAIR.match(row) for row in rows[:end]):
        return None
    named = _toml(rows[:end]) if found["fence"] == "+++" else _pairs(rows[:end])
    title = next((value for name, value in named if name.lower() == "title"), "")
    rest = [f"{name}: {value}" for name, value in named if name.lower() != "title" or value != title]
    notes = []
    if title:
        notes.append(_("The title was taken from the lines in front of the text."))
    if rest:
        notes.append(_("Other lines in front of the text were left out: %(lines)s.") % {"lines": quoted(rest, 20)})
    return MarkdownText("\n".join(rows[end + 1 :]), title, notes)


def _pairs(rows: list[str]) -> list[tuple[str, str]]:
    """Lines of YAML as far as an article needs them: a name and its value, and what hangs below belongs to it."""
    pairs: list[tuple[str, str]] = []
    for row in rows:
        if (found := _PAIR.fullmatch(row)) and not row[:1].isspace():
            pairs.append((found["name"], _unquoted(found["value"])))
        elif pairs and row.strip():
            name, value = pairs[-1]
            pairs[-1] = (name, clean_line(f"{value.strip('|>').strip()} {row}"))
    return pairs


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _toml(rows: list[str]) -> list[tuple[str, str]]:
    """The lines one by one: no line of an article's front needs more than a name and a value in quotes."""
    pairs = _pairs(rows)
    try:
        title = next((tomllib.loads(row)["title"] for row in rows if re.match(r"title\s*=", row)), None)
    except (tomllib.TOMLDecodeError, RecursionError, KeyError):
        title = None
    return [(name, title if name == "title" and isinstance(title, str) else value) for name, value in pairs]


def _without_comments(text: str) -> tuple[str, list[str]]:
    """The text without what stands between <!-- and -->, and what stood there."""
    parts, comments, at = [], [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        comments.append(clean_line(text[start + 4 : end]))
        at = end + 3
    return "".join([*parts, text[at:]]), comments


def without_extras(text: str) -> MarkdownText:
    """Markdown as this portal writes it: paragraphs, headings, lists, emphasis, links. FileRefused for a table."""
    if _TABLE.search(text):
        raise FileRefused(_("There is a table in this text. Turn it into paragraphs or a list, and save it again."))
    notes: list[str] = []
    footnotes: list[str] = []
    struck: list[str] = []
    images: list[str] = []
    text, comments = _without_comments(text)
    footnotes += [clean_line(words) for _name, words in _FOOTNOTE.findall(text)]
    text = _FOOTNOTE.sub("", text)
    footnotes += [clean_line(words) for words in _NOTE_INSIDE.findall(text)]
    text, marks = _FOOTNOTE_MARK.subn("", _NOTE_INSIDE.sub("", text))
    struck += [clean_line("".join(words)) for words in _STRUCK.findall(text)]
    text = _STRUCK.sub("", text)
    images += [clean_line(words) for pattern in (_IMAGE, _NAMED_IMAGE) for words in pattern.findall(text)]
    text = _with_addresses(_NAMED_IMAGE.sub("", _IMAGE.sub("", text)))
    for pattern, replacement in (
        (_ALERT, ""),
        (_DIV, ""),
        (_CODE_FENCE, ""),
        (_SPAN, r"\1"),
        (_ATTRIBUTES, ""),
        (_HARD_BREAK, ""),
    ):
        text = pattern.sub(replacement, text)
    text = _CODE.sub(r"\1", text)
    text, ups = _RAISED.subn(lambda found: raised(found[1]), text)
    text, downs = _LOWERED.subn(lambda found: lowered(found[1]), text)
    text, tags = _TAGGED.subn(_untagged, text)
    text = _TIMES.sub(r"\\*", _LINE_BREAK.sub(" ", text))
    for found, sentence in (
        (footnotes, _("Footnotes were left out; perhaps they are sources: %(words)s.")),
        (struck, _("Words that were struck out were left out: %(words)s.")),
        (images, _("Pictures were left out: %(words)s.")),
        (comments, _("Comments were left out: %(words)s.")),
    ):
        if said := [words for words in found if words]:
            notes.append(sentence % {"words": quoted(said, 20)})
    if len(images) > sum(map(bool, images)):
        notes.append(_("Pictures without words were left out."))
    if marks and not footnotes:
        notes.append(_("Marks of footnotes were left out; there is no text for them."))
    if ups or downs or tags:
        notes.append(_("Raised and lowered signs were written as such: look at them once more."))
    return MarkdownText(text, notes=notes)


def _with_addresses(text: str) -> str:
    """The text with each address in the link that names it, instead of at the end: as Google Docs writes them."""
    addresses = {name.casefold(): address for name, address in _ADDRESS.findall(text)}
    if not addresses:
        return text

    def linked(found: re.Match) -> str:
        address = addresses.get((found[2] or found[1]).casefold())
        return f"[{found[1]}]({address})" if address else found[0]

    return _NAMED_LINK.sub(linked, _ADDRESS.sub("", text))


def _untagged(found: re.Match) -> str:
    return raised(found[2]) if found[1].lower() == "sup" else lowered(found[2])
