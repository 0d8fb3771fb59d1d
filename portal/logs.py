"""Keeps the secrets of links out of the log: reading a log must not be enough to open a patient's page."""

import logging
import re

# A path segment of 40 characters or more of those that tokens consist of; secrets of links have 43 or 48.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:=-]{40,}")


def redact_secrets(text: str) -> str:
    """The text with the secret of every link replaced by "…"."""
    return _SECRET.sub("…", text)


class RedactSecrets(logging.Filter):
    """Formats a record's message and replaces the secrets in it before it is written."""

    def filter(self, record):
        record.msg, record.args = redact_secrets(record.getMessage()), ()
        return True
