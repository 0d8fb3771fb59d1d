"""A mail backend for demonstrations: each mail becomes one .eml file that any mail program opens."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER. The name tells when and to whom; sending one mail again replaces its file."""

    def send_messages(self, email_messages):
        folder = settings.MAIL_FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in email_messages:
            message = mail.message()
            identity = re.sub(r"[^A-Za-z0-9]+", "", str(message["Message-ID"]))[:24]
            receiver = re.sub(r"[^A-Za-z0-9.@+_-]+", "_", mail.to[0] if mail.to else "nobody")[:60]
            stamp = datetime.now(UTC).strftime("%Y-%m-%d")
            (folder / f"{stamp} {receiver} {identity}.eml").write_bytes(message.as_bytes())
        return len(email_messages)
