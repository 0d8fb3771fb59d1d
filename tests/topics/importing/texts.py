"""One article about doors, of the shape clinics send in, and the many ways in which such a text is typed.

Ten sections, 22 paragraphs, 47 lines in eight lists; no blank lines, and one list with a sentence that leads in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import fill

TITLE = "Squeaky doors: causes, signs and mending"
LEAD_IN = "The mending may include:"


@dataclass(frozen=True)
class Part:
    heading: str
    kind: str
    paragraphs: tuple[str, ...]
    lines: tuple[str, ...]


def _paragraph(about: str, number: int) -> str:
    return (
        f"This is what the house says about {about}, in paragraph number {number} of its section. It is long enough to"
        " be a paragraph – and it’s typed with the dashes and quotes that a word processor makes of plain ones."
    )


def _part(heading: str, kind: str, lines: str = "", paragraphs: int = 2, end: str = "") -> Part:
    texts = [_paragraph(heading.lower(), number) for number in range(1, paragraphs + 1)]
    texts[-1] += end
    return Part(heading, kind, tuple(texts), tuple(filter(None, map(str.strip, lines.split("|")))))


ARTICLE = (
    _part("About the symptom", "overview"),
    _part("Diseases", "possible_conditions", "Rust | Woodworm | Loose screw | Bent pin | Dry rot | Old seal | Old oil"),
    _part(
        "Diagnosis",
        "diagnosis",
        "Listening test | Look at the hinge | Level (water) | Oil count | Lamp | Mirror | Consultation with a joiner",
    ),
    _part("Which doctor to consult", "who_to_see", "Caretaker | Joiner | Locksmith | Painter | Carpenter | Glazier"),
    _part("Types of squeaks", "types", "Short squeak | Long squeak | Groan | Squeak on closing | Squeak on opening"),
    _part("Causes of squeaky doors", "causes", "Rust | Loose screw | Dust | Damp | Draught (cold, warm) | Long use"),
    _part("Common related pathologies", "related", "Rust | Warped frame | Dust | Dry rot | Old pane | Damp | Old oil"),
    _part("Expert opinion", "expert_opinion", paragraphs=3),
    _part(
        "Treatment of squeaky doors",
        "treatment",
        "Oil (thin, thick) | New screws (brass) | A new hinge | Paint (in bad cases)",
        paragraphs=3,
        end=f" {LEAD_IN}",
    ),
    _part("Complications", "complications", "Sleepless nights | Cold rooms | Loose handle | Falling pane | Late post"),
)
SIZES = (10, 22, 47)

Rows = Iterator[str]
Bullet = Callable[[int], str]
Heading = Callable[[str], str]


def _same(heading: str) -> str:
    return heading


def typed(bullet: Bullet = lambda n: "- ", heading: Heading = _same, gap: str = "", title: Heading = _same) -> str:
    """The article as somebody types it. `gap`: what stands between its parts."""

    def rows() -> Rows:
        yield title(TITLE)
        for part in ARTICLE:
            yield gap + heading(part.heading)
            for text in part.paragraphs:
                yield gap + text
            for number, line in enumerate(part.lines, start=1):
                yield (gap if number == 1 else "") + bullet(number) + line

    return "\n".join(rows()) + "\n"


def wrapped(gap: str, width: int = 72) -> str:
    """The article with its paragraphs broken into lines, as in an e-mail."""
    lines = typed(gap=gap).split("\n")
    return "\n".join(fill(line, width, subsequent_indent="  " if line.startswith("- ") else "") for line in lines)


def numbered_headings() -> str:
    """ "1. About the symptom", "2. Diseases": headings that count, and lists with dots."""
    numbers = {part.heading: number for number, part in enumerate(ARTICLE, start=1)}
    return typed(heading=lambda heading: f"{numbers[heading]}. {heading}")


_plain = typed()
# Each of these has to come out as the very same article.
WAYS: dict[str, bytes] = {
    "with dashes": _plain.encode(),
    "with dots": typed(lambda n: "• ").encode(),
    "with dots that touch": typed(lambda n: "•").encode(),
    "with stars": typed(lambda n: "* ").encode(),
    "with long dashes, set in": typed(lambda n: "  – ").encode(),
    "with a tab behind the dot": typed(lambda n: "·\t").encode(),
    "with numbers and a full stop": typed(lambda n: f"{n}. ").encode(),
    "with numbers and a bracket": typed(lambda n: f"{n}) ").encode(),
    "with letters": typed(lambda n: f"{'abcdefg'[n - 1]}) ").encode(),
    "with headings in capitals": typed(heading=str.upper).encode(),
    "with a colon behind headings": typed(heading=lambda heading: f"{heading}:").encode(),
    "with headings underlined": typed(heading=lambda heading: f"{heading}\n{'-' * len(heading)}").encode(),
    "with everything underlined": typed(
        heading=lambda heading: f"{heading}\n---", title=lambda title: f"{title}\n{'=' * len(title)}"
    ).encode(),
    "as Markdown": typed(heading=lambda heading: f"## {heading}", gap="\n", title=lambda title: f"# {title}").encode(),
    "as Markdown with closing hashes": typed(heading=lambda heading: f"### {heading} ###", gap="\n").encode(),
    "with headings in bold": typed(heading=lambda heading: f"**{heading}**", gap="\n").encode(),
    "with headings in bold with colons": typed(heading=lambda heading: f"**{heading}:**").encode(),
    "with headings that count": numbered_headings().encode(),
    "with blank lines": typed(gap="\n").encode(),
    "with many blank lines": typed(gap="\n \n\t\n\n").encode(),
    "broken into lines": wrapped("\n").encode(),
    "broken into lines, without blank ones": wrapped("", 66).encode(),
    "with Windows line ends": _plain.replace("\n", "\r\n").encode(),
    "with the line ends of old": _plain.replace("\n", "\r").encode(),
    "with a mark before UTF-8": _plain.encode("utf-8-sig"),
    "in UTF-16": _plain.encode("utf-16"),
    "in UTF-16, the other way round": b"\xfe\xff" + _plain.encode("utf-16-be"),
    "in UTF-16 without a mark": _plain.encode("utf-16-le"),
    "in Windows-1252": _plain.encode("cp1252"),
    "with separating lines": typed(heading=lambda heading: f"* * *\n{heading}", gap="\n").encode(),
    "with letters in two parts and blanks nobody sees": _plain.replace(" ", "\u200b ").encode(),
}
