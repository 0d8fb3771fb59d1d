"""Gate: links in the text open what they should: live pages here, and https elsewhere."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from portal.lib.text import mixed_words
from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace

INSIDE, OUTSIDE = "internal_link", "external_link"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
FINE = {"https", "mailto"}
_HOST = re.compile(r"https://(?P<host>[^/?#\\]*)", re.IGNORECASE)
_SITE = re.compile(r"(https?)://([^/?#\\]*)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?")  # of a site: no number, no user
_MAIL = re.compile(r"mailto:[^\s@?&,;]+@(?:[\w-]+\.)+[^\W\d_]{2,}", re.IGNORECASE)


def check(document: Document, known: PageFacts) -> Iterator[Finding]:
    """Every link in Markdown, and the address of every source."""
    anchors = {part.id for part in (*document.sections, *document.care_cards)} | {"sources"}
    for place, address in linked(document):
        path = own_path(address, known.site)
        if path is not None:
            yield from _inside(place, address, path, anchors, known)
        else:
            yield from _outside(place, address)
    for source in document.sources:
        place = FindingPlace("sources", source.id, "url", title=source.title)
        if source.url and _no_site(source.url):
            yield _not_https(place, source.url)
        elif source.url and own_path(source.url, known.site) is not None:
            sentence = _("The address %(address)s (“%(heading)s”) is one of this portal.")
            mend = _("Write where the source itself is found.")
            words = {"address": source.url, "heading": source.title}
            yield Finding(OUTSIDE, sentence % words, mend, place, f"{place.key}-{source.url}"[:160])


def linked(document: Document) -> Iterator[tuple[FindingPlace, str]]:
    """Each address a text of the page links to, as typed, with where it stands."""
    texts = [(FindingPlace("page", field="summary", title=_("In short")), document.summary)]
    texts += [(FindingPlace("sections", one.id, "body", title=one.heading), one.body) for one in document.sections]
    for place, text in texts:
        for token in markdown.tokens(text):
            for part in token.children or ():
                if part.type == "link_open":
                    yield place, str(part.attrs.get("href", ""))


def own_path(address: str, site: str) -> str | None:
    """The path (and #part) of an address of this portal: "/symptoms/…", "#sources". None if it leads elsewhere."""
    found, own = _SITE.match(address), _SITE.match(site)
    if found and own and [_host(part) for part in found.groups()] == [_host(part) for part in own.groups()]:
        return address[found.end() :] or "/"
    if address.startswith("#") or (address.startswith("/") and not address.startswith("//")):
        return address
    return None


def _inside(place: FindingPlace, address: str, path: str, anchors: set[str], known: PageFacts) -> Iterator[Finding]:
    words = {"address": address, "heading": place.title}
    page, _hash, anchor = path.partition("#")
    if not page:
        if anchor not in anchors:
            sentence = _("The link %(address)s under “%(heading)s” leads to no part of this page.")
            yield Finding(INSIDE, sentence % words, _("Take the link out."), place, f"{place.key}-{address}"[:160])
        return
    found = known.paths.get(page.partition("?")[0])
    if found and found.opens:
        return
    if found and found.today:
        sentence = _("The link %(address)s under “%(heading)s” is an old address.")
        mend = _("Write %(today)s instead.") % {"today": found.today}
    else:
        sentence = _("The link %(address)s under “%(heading)s” leads to no live page.")
        mend = _("Correct the address, or take the link out.")
    yield Finding(INSIDE, sentence % words, mend, place, f"{place.key}-{address}"[:160])


def _outside(place: FindingPlace, address: str) -> Iterator[Finding]:
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() == "tel":
        yield _telephone(place, address)
        return
    if scheme and scheme[1].lower() == "mailto" and not _MAIL.fullmatch(address):
        sentence = _("The link %(address)s under “%(heading)s” is no address of one mailbox.")
        words = {"address": address, "heading": place.title}
        yield Finding(
            OUTSIDE,
            sentence % words,
            _("Correct it, and leave out what stands behind a question mark."),
            place,
            f"{place.key}-{address}"[:160],
        )
        return
    if scheme and scheme[1].lower() in FINE and not (scheme[1].lower() == "https" and _no_site(address)):
        return
    if scheme or address.startswith("//"):
        yield _not_https(place, address)
        return
    sentence = _("The link %(address)s under “%(heading)s” is only part of an address.")
    mend = _("Write a page of ours from its first stroke (/symptoms/…), any other with https://.")
    words = {"address": address, "heading": place.title}
    yield Finding(INSIDE, sentence % words, mend, place, f"{place.key}-{address}"[:160])


def _host(named: str) -> str:
    """The name of a site as browsers compare it: without the usual port and the dot at its end."""
    return named.lower().removesuffix(":443").rstrip(".")


def _no_site(address: str) -> bool:
    """Whether an address names no other site plainly: not https, no name, a number, behind a name and an @, or in
    letters of two alphabets."""
    found = _HOST.match(address)
    name = found["host"].partition(":")[0].rstrip(".") if found else ""
    return not _NAME.fullmatch(name) or any(mixed_words(_in_letters(label)) for label in name.split("."))


def _in_letters(label: str) -> str:
    """A part of a name as readers see it: xn--… stands for letters beyond ASCII."""
    try:
        return label[4:].encode("ascii").decode("punycode") if label.lower().startswith("xn--") else label
    except ValueError:
        return label


def _telephone(place: FindingPlace, address: str) -> Finding:
    sentence = _("The link %(address)s under “%(heading)s” dials a number that was typed.")
    mend = _(
        "Write {clinic_phone}, {emergency_number} or {urgent_advice_line} as plain words: each clinic has its own."
    )
    words = {"address": address, "heading": place.title}
    return Finding(OUTSIDE, sentence % words, mend, place, f"{place.key}-{address}"[:160])


def _not_https(place: FindingPlace, address: str) -> Finding:
    sentence = _("The address %(address)s (“%(heading)s”) does not begin with https://.")
    mend = _("Use the https address; if there is none, choose another page to link to.")
    words = {"address": address, "heading": place.title}
    return Finding(OUTSIDE, sentence % words, mend, place, f"{place.key}-{address}"[:160])
