"""Names for parts of a page that stay the same when the part is moved or reworded."""

import secrets


def new_stable_id() -> str:
    """Ten random characters, good for an HTML id and a link to it."""
    return "p" + secrets.token_hex(5)[:9]
