"""The site's version as this process knows it: no older than LOOKS_EVERY while the database answers."""

import threading
from time import monotonic

from django.db import DatabaseError, InterfaceError

from portal.lib import patience
from portal.models import SiteVersion

LOOKS_EVERY = 0.5  # seconds
NOT_COUNTED = -1  # changes are not counted at present: nothing that was drawn is known to be right


class KnownVersion:
    """The number of portal.models.SiteVersion, asked for at most every LOOKS_EVERY seconds, by one thread at a time.

    Meanwhile the others go on with the number that was known.
    """

    def __init__(self, *, clock=monotonic):
        self.clock = clock
        self._number: int | None = None
        self._looked_at = -LOOKS_EVERY
        self._looking = threading.Lock()

    def number(self) -> int | None:
        """None: the database did not tell, within patience.HURRIED_WAIT. NOT_COUNTED: it does not count at present."""
        if self.clock() - self._looked_at >= LOOKS_EVERY and self._looking.acquire(blocking=False):
            try:
                self._looked_at, self._number = self.clock(), _stored_number()
            finally:
                self._looking.release()
        return self._number

    def look_again(self) -> None:
        """To be called when this process may have changed something: whoever asks next asks the database."""
        self._looked_at = -LOOKS_EVERY


def _stored_number() -> int | None:
    with patience.at_most(patience.HURRIED_WAIT):
        if not patience.is_connection_there(patience.HURRIED_WAIT):
            return None
        try:
            version = SiteVersion.objects.filter(pk=1).first()
        except (DatabaseError, InterfaceError):
            return None
    return version.number if version and version.counts else NOT_COUNTED
