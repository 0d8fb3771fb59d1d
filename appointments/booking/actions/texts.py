"""What the desk writes down: cleaned like everything people type, neither empty nor endless."""

from django.utils.translation import gettext as _

from portal.lib.text import BLANK_LETTERS, clean_text


class UnusableText(ValueError):
    """The text is empty or too long; the message says which."""


def said(text: str, *, at_most: int) -> str:
    """The cleaned text. Raises UnusableText if no word or number is left of it, or more than `at_most` characters."""
    cleaned = clean_text(text)
    if not any(character.isalnum() and character not in BLANK_LETTERS for character in cleaned):
        raise UnusableText(_("Write a word or more."))
    if len(cleaned) > at_most:
        raise UnusableText(
            _("This is too long: %(length)s characters, at most %(most)s fit.")
            % {"length": len(cleaned), "most": at_most}
        )
    return cleaned
