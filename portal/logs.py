"""Keeps secrets out of the application's log: whoever may read a log must not be able to open a patient's page."""

import logging
import re

# A part of an address as long as our secrets are: 40 characters and more, of those that tokens are made of.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:=-]{40,}")


def without_secrets(text: str) -> str:
    """The text with the secret part of every link replaced."""
    return _SECRET.sub("…", text)


class WithoutSecrets(logging.Filter):
    """Replaces the secrets in a record's message before it is written."""

    def filter(self, record):
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True
