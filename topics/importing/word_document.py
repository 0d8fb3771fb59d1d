"""A Word document (.docx) to lines with marks: headings and lists by their styles, everything else as plain text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from portal.lib.text import clean_line
from topics.importing import raised
from topics.importing.limits import MOST_CHARACTERS, FileRefused, check_rows
from topics.importing.marks import Mark, MarkedLine, MarkedText
from topics.importing.package import Package, another_file
from topics.importing.plain_text import about_signs, hangs, join_broken, known_words
from topics.importing.symbol_fonts import UNKNOWN, is_symbol_font, sign, without_private, written_in
from topics.importing.typed_marks import numbers_left_out, quoted, read_marks, says_something
from topics.importing.word_elements import (
    all_text,
    chosen_form,
    chosen_in_form,
    described,
    drawn_inside,
    hexadecimal,
    in_one_line,
)
from topics.importing.word_styles import Numbering, Styles, value
from topics.importing.xml_parts import Element

_THROUGH = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "ins", "moveTo", "customXml", "dir", "bdo", "r"}
_THROUGH |= {"ruby", "rubyBase"}
_DRAWN = {"drawing", "pict", "object", "AlternateContent"}
_LEFT_OUT = {"footnoteReference": "notes", "endnoteReference": "notes", "commentReference": "comments"}
_LEFT_OUT |= {"del": "changes", "moveFrom": "changes"}
_TOLD = {  # what was left out, for one and for many
    "pictures": ngettext_lazy("%(n)s picture was left out.", "%(n)s pictures and drawings were left out.", "n"),
    "diagrams": ngettext_lazy("%(n)s diagram was left out.", "%(n)s diagrams were left out.", "n"),
    "notes": ngettext_lazy("%(n)s footnote was left out.", "%(n)s footnotes were left out.", "n"),
    "comments": ngettext_lazy("%(n)s comment was left out.", "%(n)s comments were left out.", "n"),
    "formulas": ngettext_lazy("%(n)s formula was left out.", "%(n)s formulas were left out.", "n"),
    "hidden": ngettext_lazy("%(n)s hidden piece of text was left out.", "%(n)s hidden pieces were left out.", "n"),
    "readings": ngettext_lazy("%(n)s reading aid was left out.", "%(n)s reading aids were left out.", "n"),
}
_LINK_FIELD = re.compile(r"HYPERLINK\s+(?:\\[a-z]\s+)*\"([^\"]+)\"")
_SYMBOL_FIELD = re.compile(r"SYMBOL\s+(\d{1,5}|0x[0-9a-fA-F]{1,4})\b(?:.*?\\f\s+\"?([\w ]+))?")
_WORDS_OF_FIELD = re.compile(r"\s*(?:EQ|ADVANCE|MACROBUTTON|GOTOBUTTON)\s+(.*)")


@dataclass(frozen=True)
class _Piece:
    """What a run says. `height`: 1 raised, -1 lowered."""

    text: str
    bold: bool = False
    height: int = 0


_PLAIN = _Piece("")
PICTURE = "\ufffc"  # stands for a picture until its line is read
_BETWEEN_WORDS = re.compile(rf"\w[^\n]*{PICTURE}[^\n]*\w")
CONTINUED = -1  # the level of a paragraph that goes on with the line of a list above it


@dataclass(frozen=True)
class _Typed:
    """A line of a paragraph as it is typed, before its signs are judged."""

    mark: Mark
    raw: str
    bold: bool
    level: int
    goes_on: bool  # a line break stood before it


def lines_of(data: bytes) -> MarkedText:
    """The lines of a document. FileRefused for tables, and for what is damaged or built to do harm."""
    return _Document(Package(data)).lines()


class _Document:
    def __init__(self, package: Package):
        self._package = package
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self._left_out: Counter[str] = Counter()
        self._words: defaultdict[str, list[str]] = defaultdict(list)  # what was left out or moved, by what it was
        self._signs: Counter[str] = Counter()
        self._boxes: list[Element] = []
        self._initial: list[_Piece] = []
        self._emphasised = self._inserted = self._contents = self._raised = False
        self._in_struck = self._counted = False
        self._code = ""  # of a field, as far as it was read
        self._form = ""  # what is chosen in the field of a form that begins here

    def lines(self) -> MarkedText:
        body = self._package.document().child("body")
        if body is None:
            raise FileRefused(_("This Word document is damaged: a part of it cannot be read."))
        typed = self._all_typed(body)
        check_rows(len(typed))
        if not typed:
            raise FileRefused(_("There is no text in this document."))
        length = sum(len(line.raw) for line in typed)
        if length > MOST_CHARACTERS:
            raise FileRefused(
                _("This text has %(length)s characters. At most %(limit)s can be brought in.")
                % {"length": length, "limit": MOST_CHARACTERS}
            )
        found, more = self._marked(typed)
        return MarkedText(tuple(found), (*self._notes(), *more))

    def _all_typed(self, body: Element) -> list[_Typed]:
        """The lines of all paragraphs; what stands in a text box comes behind the paragraph that it hangs on."""
        typed: list[_Typed] = []
        for paragraph in self._paragraphs(body):
            typed += self._typed(paragraph)
            while typed and self._boxes:  # before the title they wait
                box = self._boxes.pop(0)
                found = [line for inner in self._paragraphs(box) for line in self._typed(inner)]
                if found:
                    self._words["boxes"].append(clean_line(" ".join(line.raw for line in found)))
                typed += found
        for box in self._boxes:
            typed += [line for inner in self._paragraphs(box) for line in self._typed(inner)]
        if self._initial:
            typed += self._split(self._initial, Mark.TEXT, 0)
        return typed

    def _marked(self, typed: list[_Typed]) -> tuple[list[MarkedLine], list[str]]:
        """The lines with the marks they were typed with, and what to tell about these."""
        known, joined, put_together = known_words(line.raw for line in typed), [], []
        for line in typed:
            before = joined[-1] if joined else None
            if line.level == CONTINUED and before and before.mark is Mark.BULLET:
                border = "" if before.raw.rstrip().endswith((":", ".", ",", ";", "!", "?")) else ":"
                joined[-1] = replace(before, raw=f"{before.raw.rstrip()}{border} {line.raw}")
            elif line.goes_on and before and before.mark is line.mark is Mark.TEXT and hangs(before.raw, line.raw):
                raw = join_broken(before.raw, line.raw, known, put_together)
                joined[-1] = _Typed(Mark.TEXT, raw, before.bold and line.bold, 0, before.goes_on)
            else:
                joined.append(line)
        marks, notes = read_marks([line.raw if line.mark is Mark.TEXT else "¶" for line in joined])
        lines = []
        for line, typed_mark in zip(joined, marks, strict=True):
            mark, words, level = line.mark, clean_line(line.raw), max(line.level, 0)
            if mark is Mark.TEXT:
                mark, words, level = typed_mark.mark, typed_mark.words, typed_mark.level
            if mark is Mark.TEXT and line.bold:
                mark = Mark.BOLD
            if words:
                lines.append(MarkedLine(mark, words, level=level))
        if put_together:
            told = _("Words that were broken at the end of a line were put together: %(words)s.")
            notes.append(told % {"words": quoted(put_together, 20)})
        return lines, notes

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraphs(self, parent: Element) -> Iterator[Element]:
        for one in parent.children():
            if one.name == "p":
                yield one
            elif one.name == "tbl":
                raise FileRefused(
                    _("There is a table in this document. Turn it into paragraphs or a list, and save it again.")
                )
            elif one.name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
                yield from self._paragraphs(one)
            elif one.name == "AlternateContent":
                yield from self._paragraphs(chosen_form(one))
            elif one.name in {"altChunk", "subDoc"}:
                raise FileRefused(another_file())

    def _typed(self, paragraph: Element) -> list[_Typed]:
        """Mostly one line; a paragraph with line breaks gives several."""
        properties = paragraph.child("pPr")
        style = value(properties, "pStyle")
        role = self._styles.role(style)
        if role.contents:
            self._contents = True
            return []
        self._in_struck = False
        pieces = self._heights(list(self._runs(paragraph, style)))
        frame = properties.child("framePr") if properties else None
        if frame is not None and frame.attributes.get("dropCap", "none") != "none":
            self._initial += pieces
            return []
        pieces, self._initial = [*self._initial, *pieces], []
        if role.about:
            self._words["about"] += filter(None, [clean_line("".join(piece.text for piece in pieces))])
            return []
        mark, level, before = self._mark(properties, style)
        words = "".join(piece.text for piece in pieces)
        if _BETWEEN_WORDS.search(words):
            self._words["around"].append(clean_line(words.replace(PICTURE, "…")))
        pieces = [replace(piece, text=piece.text.replace(PICTURE, "")) for piece in pieces]
        if says_something(before, words):
            pieces = [_Piece(f"{before} "), *pieces]
        return self._split(pieces, mark, level)

    def _split(self, pieces: list[_Piece], mark: Mark, level: int) -> list[_Typed]:
        text = without_private("".join(piece.text for piece in pieces), lambda found: self._signs.update((found,)))
        said = [piece for piece in pieces if piece.text.strip()]
        bold = bool(said) and all(piece.bold for piece in said)
        self._emphasised = self._emphasised or (not bold and any(piece.bold for piece in said))
        typed = [text.replace("\n", " ")] if mark in (Mark.HEADING, Mark.BULLET) else text.split("\n")
        return [_Typed(mark, line, bold, level, at > 0) for at, line in enumerate(typed) if clean_line(line)]

    def _mark(self, properties: Element | None, style: str) -> tuple[Mark, int, str]:
        """What the paragraph is, of which level, and the sign or the words that Word puts before it."""
        role = self._styles.role(style)
        outlined = self._styles.of_paragraph(properties, "outlineLvl")
        level = outlined.attributes.get("val", "9") if outlined else "9"
        if role.heading is not None:
            return Mark.HEADING, role.heading, ""
        if level < "9":
            return Mark.HEADING, int(level) + 1 if level.isdecimal() else 1, ""
        numbered = self._styles.of_paragraph(properties, "numPr")
        if numbered is None:
            return (Mark.BULLET, role.listed, "") if role.listed is not None else (Mark.TEXT, 0, "")
        number, deep = value(numbered, "numId"), value(numbered, "ilvl")
        if number in {"", "0"}:
            return Mark.TEXT, 0, ""
        level = int(deep) if deep.isdecimal() and len(deep) == 1 else 0
        before = self._numbering.before(number, str(level))
        if before is not None and not before.strip() and not without_private(before, lambda _sign: None).strip():
            return Mark.BULLET, CONTINUED, ""
        before = before or ""
        if "%" not in before:
            return Mark.BULLET, level, without_private(before, lambda _sign: None).strip()
        if any(map(str.isalpha, re.sub(r"%\d", "", before))) and len(before.strip("%1.() ")) > 1:
            self._words["numbers"].append(before)
        else:
            self._counted = True
        return Mark.BULLET, level, ""

    # --- words -------------------------------------------------------------------------------------------------------

    def _runs(self, parent: Element, style: str, look: _Piece = _PLAIN) -> Iterator[_Piece]:
        """What is written, piece by piece. `style`: that of the paragraph; `look`: how the run around it looks."""
        font = ""
        if parent.name == "r":
            properties = parent.child("rPr")
            if self._styles.is_on(properties, style, "vanish"):
                self._left_out["hidden"] += 1
                return
            if self._struck(parent, properties, style):
                return
            look = _Piece("", self._styles.is_on(properties, "", "b"), self._height(properties, style))
            font = self._font(properties, style)
        self._inserted = self._inserted or parent.name in {"ins", "moveTo"}
        for one in parent.children():
            if one.name in _THROUGH:
                yield from self._linked(one, list(self._runs(one, style, look)))
            elif text := self._said(one, font):
                yield _Piece(text, look.bold, look.height)

    def _said(self, one: Element, font: str) -> str:
        """What this part of a run says; what it is otherwise is counted, or kept for later."""
        match one.name:
            case "t":
                return written_in(font, one.text) if font else one.text
            case "sym":
                found = sign(one.attributes.get("font", ""), hexadecimal(one.attributes.get("char", "")))
                if found == UNKNOWN:
                    self._signs[UNKNOWN] += 1
                return found
            case "br" | "cr":
                return "\n" if one.attributes.get("type", "textWrapping") == "textWrapping" else " "
            case "tab" | "ptab":
                return "\t"
            case "noBreakHyphen":
                return "-"
            case "softHyphen":
                return "\u00ad"
            case "symEx":
                return chr(hexadecimal(one.attributes.get("char", "")) or ord(UNKNOWN))
            case "fldChar":
                links = _LINK_FIELD.findall(self._code)  # Word cuts the code of a field wherever it likes
                self._words["links"] += [address for address in links if address not in self._words["links"]]
                self._code = ""
                self._form = chosen_in_form(one.child("ffData"))
            case "instrText":
                self._code += one.text
                return self._field(one.text)
            case "altChunk" | "subDoc":
                raise FileRefused(another_file())
            case "rt":
                self._left_out["readings"] += 1
                self._words["readings"].append(clean_line(all_text(one)))
            case "oMath" | "oMathPara":
                return self._formula(one)
            case name if name in _LEFT_OUT:
                self._left_out[_LEFT_OUT[name]] += 1
                self._words[_LEFT_OUT[name]] += self._footnote(one)
            case name if name in _DRAWN:
                return self._drawn(one)
        return ""

    def _linked(self, one: Element, pieces: list[_Piece]) -> list[_Piece]:
        """Pieces of a link or a field; the address is kept to be told, and never followed."""
        address = ""
        if one.name == "hyperlink":
            address = self._package.outside(one.attributes.get("id", ""))
        elif one.name == "fldSimple":
            before = self._field(one.attributes.get("instr", ""))
            pieces = [_Piece(before), *pieces] if before else pieces
        if address:
            words = clean_line("".join(piece.text for piece in pieces).replace(PICTURE, ""))
            self._words["links"].append(address if words in (address, "") else f"{words} – {address}")
        return pieces

    def _field(self, code: str) -> str:
        """What a field shows that has no words of its own."""
        self._words["links"] += _LINK_FIELD.findall(code)
        if found := _SYMBOL_FIELD.search(code):
            place = int(found[1], 16) if found[1].startswith("0x") else int(found[1])
            shown = sign(found[2] or "Symbol", place) if is_symbol_font(found[2] or "Symbol") else chr(place & 0xFFFF)
            self._signs[UNKNOWN] += shown == UNKNOWN
            return shown
        if "FORMCHECKBOX" in code or "FORMDROPDOWN" in code:
            return self._form or ("☐" if "FORMCHECKBOX" in code else "")
        if found := _WORDS_OF_FIELD.match(code):
            self._left_out["formulas"] += 1
            self._words["formulas"].append(clean_line(found[1]))
        return ""

    def _struck(self, run: Element, properties: Element | None, style: str) -> bool:
        """Whether the run is struck out. Its words are kept to be told."""
        struck = any(self._styles.is_on(properties, style, name) for name in ("strike", "dstrike"))
        words = "".join(one.text for one in run.children("t", "delText"))
        if struck and words:
            if self._in_struck:
                self._words["struck"][-1] += words
            else:
                self._words["struck"].append(words)
        if words.strip() or struck:
            self._in_struck = struck
        return struck

    def _font(self, properties: Element | None, style: str) -> str:
        """The symbol font that the run is written in; empty for every other one."""
        found = self._styles.of_run(properties, style, "rFonts")
        fonts = [found.attributes.get(name, "") for name in ("ascii", "hAnsi")] if found else []
        return next((font for font in fonts if is_symbol_font(font)), "")

    def _height(self, properties: Element | None, style: str) -> int:
        aligned = self._styles.of_run(properties, style, "vertAlign")
        if aligned is not None and aligned.attributes.get("val") in {"superscript", "subscript"}:
            return 1 if aligned.attributes["val"] == "superscript" else -1
        moved = self._styles.of_run(properties, style, "position")
        found = re.match(r"-?\d{1,4}(?!\d)", moved.attributes.get("val", "")) if moved else None
        return (int(found[0]) > 0) - (int(found[0]) < 0) if found else 0

    def _heights(self, pieces: list[_Piece]) -> list[_Piece]:
        """Raised and lowered pieces beside others in signs of their own; where all are raised, none is."""
        if len({piece.height for piece in pieces if piece.text.strip()}) < 2:
            return pieces
        shown = []
        for piece in pieces:
            if piece.height and piece.text.strip():
                text = raised.raised(piece.text) if piece.height > 0 else raised.lowered(piece.text)
                if text != piece.text:
                    self._raised = True
                    piece = _Piece(text, piece.bold)
            shown.append(piece)
        return shown

    def _formula(self, element: Element) -> str:
        """A formula in one line; what needs more than that is left out, and told."""
        words = in_one_line(element)
        if words is None:
            self._left_out["formulas"] += 1
            self._words["formulas"] += filter(None, [clean_line(all_text(element))])
        return words or ""

    # --- what is drawn, and other parts -------------------------------------------------------------------------------

    def _drawn(self, element: Element) -> str:
        """The words of boxes are kept for later, those of a drawn heading are given; pictures are counted."""
        if element.name == "AlternateContent":
            chosen = chosen_form(element)
            if not any(one.name in _DRAWN for one in chosen.children()):
                return "".join(self._said(one, "") for one in chosen.children())
            return "".join(self._drawn(one) for one in chosen.children() if one.name in _DRAWN)
        boxes, drawn, others = drawn_inside(element)
        self._boxes += boxes
        if others:
            self._left_out["diagrams"] += 1
        elif not boxes and not drawn:
            self._left_out["pictures"] += 1
            said = [all_text(element), *described(element)]
            self._words["pictures"] += filter(None, map(clean_line, said))
            return PICTURE
        return " ".join(drawn)

    def _footnote(self, reference: Element) -> list[str]:
        """The words of what a mark refers to."""
        kind = reference.name.removesuffix("Reference") + "s"
        root = self._package.related(kind)
        notes = root.children(kind[:-1]) if root else []
        found = [note for note in notes if note.attributes.get("id") == reference.attributes.get("id")]
        return list(filter(None, (clean_line(all_text(note)) for note in found[:1])))

    def _around(self) -> Iterator[str]:
        """The words of headers and footers."""
        for kind in ("header", "footer"):
            for root in self._package.all_related(kind):
                words = clean_line(all_text(root))
                if any(map(str.isalpha, words)):
                    yield words

    # --- what to tell ------------------------------------------------------------------------------------------------

    def _notes(self) -> Iterator[str]:
        if self._inserted or "changes" in self._left_out:
            yield _("The document has tracked changes: inserted words were taken in, deleted ones were not.")
        self._words["diagrams"] += [clean_line(all_text(root)) for root in self._package.all_related("diagramData")]
        for what, sentence in _TOLD.items():
            if n := self._left_out[what]:
                words = quoted(list(filter(None, self._words[what])), 20)
                yield " ".join(
                    filter(None, (sentence % {"n": n}, words and _("In words: %(words)s.") % {"words": words}))
                )
        for what, sentence in _told_with_words():
            if words := [words for words in map(clean_line, self._words[what]) if words]:
                yield sentence % {"words": quoted(words, 20)}
        if self._counted:
            yield numbers_left_out()
        if around := list(self._around()):
            yield _("What stands at the top and the foot of every page was left out: %(words)s.") % {
                "words": quoted(around)
            }
        yield from about_signs(self._signs)
        if self._raised:
            yield _("Raised and lowered signs were written as such: look at them once more.")
        if self._contents:
            yield _("The table of contents was left out: the page makes its own.")
        if self._emphasised:
            yield _("Bold words inside of paragraphs became plain ones.")


def _told_with_words() -> Sequence[tuple[str, str]]:
    return (
        ("struck", _("Words that were struck out were left out: %(words)s.")),
        ("numbers", _("Words that Word counts before the lines of a list were left out: %(words)s.")),
        ("around", _("A picture stood in a line with words: look whether it was a sign or a formula: %(words)s.")),
        ("boxes", _("What stood in a text box stands behind the paragraph it hung on: %(words)s.")),
        ("links", _("Links became plain words. Their addresses, if one should be a source: %(words)s.")),
        ("about", _("Author and date were left out: %(words)s.")),
    )
