"""Misspelt mail providers. We ask, and believe the answer."""

_MEANT = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gnail.com": "gmail.com",
    "googlemial.com": "googlemail.com",
    "hotmial.com": "hotmail.com",
    "hotmal.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "outlok.com": "outlook.com",
    "outlook.con": "outlook.com",
    "yaho.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "iclould.com": "icloud.com",
    "icoud.com": "icloud.com",
}


def likely_meant(address: str) -> str:
    """The provider the address probably means, or an empty text if nothing looks misspelt."""
    return _MEANT.get(address.rpartition("@")[2].lower(), "")
