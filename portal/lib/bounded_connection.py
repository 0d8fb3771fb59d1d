"""Connections to PostgreSQL on which nobody waits for ever.

The server's own time limits hold as long as it works. One that stands still, or whose machine is gone without a word,
takes what is sent to it and never answers.
"""

from time import monotonic

import psycopg

from portal.lib import patience

LONGEST_ANSWER = 20.0  # seconds; the server's own statement_timeout is shorter


class BoundedConnection(psycopg.Connection):
    """A connection that is given up when an answer takes longer than LONGEST_ANSWER, or than this thread may wait."""

    def wait(self, gen, *args, timeout=None, **kwargs):
        """As psycopg's; where no `timeout` is given, ours holds. Raises OperationalError when it is over."""
        if timeout is not None:
            return super().wait(gen, *args, timeout=timeout, **kwargs)
        bound, begun = patience.seconds_left(LONGEST_ANSWER), monotonic()
        try:
            return super().wait(gen, *args, timeout=bound, **kwargs)
        except psycopg.Error as error:
            if error.sqlstate is not None or monotonic() - begun < bound:
                raise
            self.pgconn.finish()  # its answer may still come, and nobody would know whose it is
            raise psycopg.OperationalError("the server did not answer in time") from error
