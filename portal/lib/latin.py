"""Names in Latin letters, for addresses and to find them: what is no letter with an accent.

Ukrainian: resolution 55 of the Cabinet of Ministers of Ukraine, 2010. Russian where its own letters stand in the name.
Greek: ISO 843 without accents, as far as it is read without its marks.
"""

import unicodedata

_UKRAINIAN = {"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y"}
_UKRAINIAN |= {"і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t"}
_UKRAINIAN |= {"у": "u", "ф": "f", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "х": "kh", "ь": ""}
_UKRAINIAN |= {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _UKRAINIAN | {"г": "g", "и": "i", "ё": "e", "ы": "y", "э": "e", "ъ": "", "ю": "yu", "я": "ya", "й": "y"}
_GREEK = {"α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l"}
_GREEK |= {"μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y"}
_GREEK |= {"φ": "f", "χ": "ch", "ψ": "ps", "ω": "o"}
_OTHERS = {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


def in_latin_letters(name: str, *, russian: bool = False) -> str:
    """The name in small Latin letters. Of an alphabet that is not known here the letters stay as they are.

    `russian`: also where none of its own letters stands in the name.
    """
    small = unicodedata.normalize("NFC", name).lower()
    cyrillic = _RUSSIAN if russian or set(small) & set("ёыэъ") else _UKRAINIAN
    small = small.replace("зг", "zgh") if cyrillic is _UKRAINIAN else small
    letters = cyrillic | _GREEK | _OTHERS
    written = []
    for place, letter in enumerate(small):
        starts = cyrillic is _UKRAINIAN and not (place and small[place - 1].isalpha())
        plain = letter if letter in letters else unicodedata.normalize("NFD", letter)[0]
        written.append(_AT_START[letter] if starts and letter in _AT_START else letters.get(plain, letter))
    return "".join(written)
