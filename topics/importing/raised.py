"""Raised and lowered signs as Unicode has them: 10⁹, m², B₁₂. Without them 10⁹ would read as 109."""

_UP = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_PLAIN = {"st", "nd", "rd", "th", "er", "re", "ª", "º", "°", "®", "™", "©", "*"}  # 1st, 1er, mg*
_OTHER = {"tm": "™", "o": "º"}


def raised(words: str) -> str:
    """The words raised. What Unicode has no sign for gets "^" in front; endings of numerals stay as they are."""
    small = words.strip().lower()
    if not small or small in _PLAIN:
        return words
    if small in _OTHER:
        return words.replace(words.strip(), _OTHER[small])
    up = words.translate(_UP)
    if all(character in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ,; " for character in up):
        return up
    return words.replace(words.strip(), f"^{words.strip()}" if words.strip().isalnum() else f"^({words.strip()})")


def lowered(words: str) -> str:
    """The words lowered. Letters stay as they are: CO₂, but Tmax."""
    return words.translate(_DOWN) if any(character.isdigit() for character in words) else words
