"""Signs of the fonts Symbol, Wingdings and Webdings, which stand at places where other fonts have letters or nothing.

Symbol: the encoding that Adobe published with the font. Wingdings and Webdings: the places at which Windows has them,
as far as Unicode has a sign of the same meaning.
"""

import re
from collections.abc import Callable

UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # stands for a sign nobody here knows: it is seen, and it is told
_PRIVATE = 0xF000  # Word stores such a sign as this plus its place in the font
PRIVATE = re.compile("[\uf020-\uf0ff]")


def _row(start: int, signs: str) -> dict[int, str]:
    return {start + place: sign for place, sign in enumerate(signs) if sign != " "}


_SYMBOL = {
    **_row(0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    **_row(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    **_row(0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
}
_WINGDINGS = {
    **_row(0x21, "✏✂✁"),
    **_row(0x28, "☎✆✉"),
    **_row(0x36, "⌛⌨"),
    **_row(0x3F, "✍✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠"),
    **_row(0x51, "✈☼💧❄"),
    **_row(0x58, "✠✡☪☯"),
    **_row(0x6C, "●❍■□❐❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞"),
    **_row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_row(0x9E, "·•"),
    **_row(0xA1, "○⭕⭕◉◎ ▪◻ ✦★✶✴✹✵"),
    **_row(0xB7, "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛"),
    **_row(0xD5, "⌫⌦ ➢   ➲  ←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳"),
    **_row(0xFB, "✗✓☒☑"),
}
_WINGDINGS_2 = {**_row(0x4F, "✗✓☒☑☒☒"), **_row(0x95, "•●"), 0xA3: "☐"}
_WEBDINGS = {**_row(0x33, "◀▶▲▼"), 0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_FONTS = {
    "symbol": _SYMBOL,
    "standard symbols ps": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": _WEBDINGS,
}
# Of a sign in a text that does not say its font: these are of Wingdings, what else Symbol has is of Symbol.
_LIKELY = _SYMBOL | {place: _WINGDINGS[place] for place in (0x6C, 0x6E, 0x71, 0x76, 0x9F, 0xA7, 0xA8, 0xD8, 0xFB, 0xFC)}
_LIKELY |= {0xFD: "☒", 0xFE: "☑", 0x6F: "□", 0xE0: "→"}


def is_symbol_font(font: str) -> bool:
    return font.strip().lower() in _FONTS


def sign(font: str, place: int) -> str:
    """What the font has at this place, given with or without the 0xF000 that Word adds; UNKNOWN if nobody knows."""
    return _FONTS.get(font.strip().lower(), _LIKELY).get(place & 0xFF, UNKNOWN)


def written_in(font: str, text: str) -> str:
    """The text as readers see it in this font. Blanks, and signs beyond the font's places, stay as they are."""

    def shown(character: str) -> str:
        code = ord(character)
        if character.isspace() or not (0x21 <= code <= 0xFF or _PRIVATE + 0x20 <= code <= _PRIVATE + 0xFF):
            return character
        return " " if code & 0xFF == 0x20 else sign(font, code)

    return "".join(map(shown, text))


def without_private(text: str, tell: Callable[[str], None]) -> str:
    """The text with a sign for each that a symbol font left without naming itself; `tell` is called with each sign."""

    def shown(found: re.Match) -> str:
        place = ord(found[0]) & 0xFF
        if place == 0x20:
            return " "
        likely = _LIKELY.get(place, UNKNOWN)
        tell(likely)
        return likely

    return PRIVATE.sub(shown, text)
