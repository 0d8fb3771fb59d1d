"""What parts of a Word document say beside its runs: drawings, formulas, fields of forms."""

import re
from collections.abc import Iterator

from topics.importing import raised
from topics.importing.word_styles import is_on, value
from topics.importing.xml_parts import Element


def chosen_form(alternate: Element) -> Element:
    """Of several forms of the same thing the first that has something in it."""
    forms = alternate.children("Choice", "Fallback")
    return next((one for one in forms if one.children()), Element("", "", {}))


def drawn_inside(element: Element) -> tuple[list[Element], list[str], bool]:
    """The text boxes in a drawing, the words that are drawn as a picture, and whether it is a diagram or a chart."""
    boxes: list[Element] = []
    drawn: list[str] = []
    others = False
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.name == "txbxContent":
            boxes.append(one)
            continue
        if one.name == "textpath":
            drawn += filter(None, [one.attributes.get("string", "")])
        others = others or (
            one.name == "graphicData" and one.attributes.get("uri", "").endswith(("/diagram", "/chart"))
        )
        inner = chosen_form(one) if one.name == "AlternateContent" else one
        waiting += reversed(inner.children())
    return boxes, drawn, others


def in_one_line(element: Element) -> str | None:
    """A formula of words, powers and indices; None for any other."""
    if not element.namespace.endswith("/math"):
        return None
    if element.name == "r":
        return "".join(one.text for one in element.children("t"))
    parts = {"sSup": ("e", "sup"), "sSub": ("e", "sub")}.get(element.name)
    if parts:
        base, moved = (in_one_line(found) if (found := element.child(part)) else None for part in parts)
        if base is None or moved is None:
            return None
        return base + (raised.raised(moved) if element.name == "sSup" else raised.lowered(moved))
    if element.name == "f":
        over, under = (in_one_line(found) if (found := element.child(part)) else None for part in ("num", "den"))
        return None if over is None or under is None else f" {_bracketed(over)}/{_bracketed(under)}"
    if element.name == "d":
        signs = [value(element.child("dPr"), name) for name in ("begChr", "endChr")]
        inside = [in_one_line(one) for one in element.children("e")]
        return None if None in inside else f"{signs[0] or '('}{'|'.join(inside)}{signs[1] or ')'}"
    if element.name not in {"oMath", "oMathPara", "e", "sup", "sub", "num", "den"}:
        return None
    said = [in_one_line(one) for one in element.children() if not one.name.endswith("Pr")]
    return None if None in said or not said else "".join(said)


def _bracketed(words: str) -> str:
    """The words, in brackets if they are more than one number or word."""
    return words.strip() if words.strip().isalnum() else f"({words.strip()})"


def described(element: Element) -> Iterator[str]:
    """What somebody wrote about a picture for readers who do not see it."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.name in {"docPr", "shape"}:
            yield one.attributes.get("descr") or one.attributes.get("alt", "")
        inner = chosen_form(one) if one.name == "AlternateContent" else one
        waiting += reversed(inner.children())


def chosen_in_form(field: Element | None) -> str:
    """What is chosen in a field of a form: a ticked box, a line of a list."""
    box, choice = (field.child(name) if field else None for name in ("checkBox", "ddList"))
    if box is not None:
        return "☒" if is_on(box.child("checked") or box.child("default")) else "☐"
    if choice is None:
        return ""
    entries = [one.attributes.get("val", "") for one in choice.children("listEntry")]
    chosen = value(choice, "result") or value(choice, "default") or "0"
    return entries[int(chosen)] if re.fullmatch(r"\d{1,3}", chosen) and int(chosen) < len(entries) else ""


def all_text(element: Element) -> str:
    """All words in it: of paragraphs, of formulas, of diagrams."""
    words: list[str] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.name == "t":
            words.append(one.text)
        elif one.name in {"p", "tab", "br", "pt"}:
            words.append(" ")
        waiting += reversed(one.children())
    return "".join(words)


def hexadecimal(typed: str) -> int:
    return int(typed, 16) if re.fullmatch(r"[0-9a-fA-F]{1,6}", typed) else 0
