"""A mail backend for demonstrations: each mail becomes one .eml file that any mail program opens."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER. A file is named by UTC day, receiver and Message-ID; the same mail replaces its
    file if it is sent again on the same day."""

    def send_messages(self, email_messages):
        folder = settings.MAIL_FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in email_messages:
            message = mail.message()
            suffix = _name_suffix(str(message["Message-ID"]))
            receiver = re.sub(r"[^A-Za-z0-9.@+_-]+", "_", mail.to[0] if mail.to else "nobody")[:60]
            stamp = datetime.now(UTC).strftime("%Y-%m-%d")
            (folder / f"{stamp} {receiver} {suffix}.eml").write_bytes(message.as_bytes())
        return len(email_messages)


def remove(message_ids: Iterable[str]) -> int:
    """Deletes the files of the mails with these Message-IDs and gives how many there were."""
    wanted = {_name_suffix(message_id): message_id for message_id in message_ids}
    gone = 0
    for file in settings.MAIL_FOLDER.glob("*.eml") if wanted else ():
        message_id = wanted.get(file.stem.rsplit(" ", 1)[-1])
        if message_id and message_id.encode() in file.read_bytes():
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _name_suffix(message_id: str) -> str:
    """The last part of a file's name: 24 letters and digits of the Message-ID."""
    return re.sub(r"[^A-Za-z0-9]+", "", message_id)[:24]
