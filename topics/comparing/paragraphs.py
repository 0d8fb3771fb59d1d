"""A compared text in paragraphs, with unchanged ones that are far from any change marked to be folded away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from topics.comparing.words import ADDED, SAME, Piece

Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ParagraphGroup:
    """Neighbouring paragraphs, all to be shown or all to be folded away."""

    is_folded: bool
    paragraphs: tuple[Paragraph, ...]


def paragraph_groups(pieces: Sequence[Piece]) -> list[ParagraphGroup]:
    """Shown are paragraphs with changes and their neighbours; two or more others in a row are folded."""
    rows = _paragraphs(pieces)
    changed = [any(piece.kind != SAME for piece in row) for row in rows]
    far = [not any(changed[max(place - 1, 0) : place + 2]) for place in range(len(rows))]
    found = []
    for is_far, run in groupby(range(len(rows)), far.__getitem__):
        bundle = tuple(rows[place] for place in run)
        found.append(ParagraphGroup(is_folded=is_far and len(bundle) > 1, paragraphs=bundle))
    return found


def _paragraphs(pieces: Sequence[Piece]) -> list[Paragraph]:
    """Line ends become paragraphs; where a change is only a line end it stays, so that it can be named."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind != SAME and piece.mark:
            rows[-1].append(piece)
            if piece.kind == ADDED and "\n" in piece.text:
                rows.append([])
            continue
        for number, text in enumerate(re.split(r"\n+", piece.text)):
            if number:
                rows.append([])
            if text:
                rows[-1].append(Piece(piece.kind, text))
    return [tuple(row) for row in rows if row]
