"""Files below DATA_DIR that may hold a patient: a demonstration's mails, and packs printed for a day without power."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from portal.lib import eml_folder

PAPER = "paper"  # below DATA_DIR


def forget_files(*, references: Iterable[str], message_ids: Iterable[str]) -> int:
    """Deletes the mails with these Message-IDs and the paper packs that name one of these requests; gives how many.

    `references`: as they are read out, K7M-4QX2P.
    """
    return eml_folder.remove(message_ids) + _forget_packs(list(references))


def _forget_packs(references: list[str]) -> int:
    folder = Path(settings.DATA_DIR) / PAPER
    if not references or not folder.is_dir():
        return 0
    named = re.compile("|".join(reference.replace("-", "-?") for reference in references).encode())
    gone = 0
    for pack in folder.iterdir():
        try:
            if pack.is_file() and named.search(pack.read_bytes()):
                pack.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # replaced by a newer one meanwhile
    return gone
