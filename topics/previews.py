"""Secret links to a draft, for reviewers without an account: signed, bound to one topic, ending after a week."""

from datetime import timedelta

from django.core import signing

LASTS = timedelta(days=7)
SALT = "topics.preview"


class LinkEnded(Exception):
    """The link was right once, and its time is over."""


class NotALink(Exception):
    """Nobody here made this link."""


def make_token(topic_id: int) -> str:
    """The secret part of a link to this topic's draft."""
    return signing.dumps({"topic": topic_id}, salt=SALT)


def topic_id(token: str) -> int:
    """Which topic the link leads to. Raises LinkEnded or NotALink."""
    try:
        return signing.loads(token, salt=SALT, max_age=LASTS)["topic"]
    except signing.SignatureExpired:
        raise LinkEnded from None
    except (signing.BadSignature, KeyError, TypeError):
        raise NotALink from None
