"""Forms are used to send strangers unwanted mail. What looks like that is set aside for a person; nobody is refused."""

import re

_ADDRESS = re.compile(
    r"https?:|www\.|[a-z0-9-]+\.(com|net|org|info|biz|ru|xyz|top|shop|io|co|online|site|link)\b|@", re.I
)
_MONEY = re.compile(
    r"[$€£₿]|\b(usd|eur|gbp|bitcoin|btc|crypto|paypal|invoice|payment|refund|transaction|charged|purchase|order no|"
    r"subscription|helpdesk|help desk|call us|customer (care|support))\b",
    re.I,
)
_CALLBACK = re.compile(r"(\d[\s().-]*){7,}")


def looks_like_a_message(name: str) -> bool:
    """Whether a "name" is really a message: a web address, talk of money, or a number to call back."""
    return any(pattern.search(name) for pattern in (_ADDRESS, _MONEY, _CALLBACK))
