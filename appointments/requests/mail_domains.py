"""Often misspelt domains of mail providers. People are asked about them; what they answer is believed."""

_SUGGESTED = {
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


def suggested_domain(address: str) -> str:
    """The domain that was probably meant, such as "gmail.com"; "" if the address does not look misspelt."""
    return _SUGGESTED.get(address.rpartition("@")[2].lower(), "")
