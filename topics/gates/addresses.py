"""Gate: links in the text open what they should: live pages here, and https elsewhere."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.lib import markdown
from topics.document import Document
from topics.gates.facts import PageFacts
from topics.gates.finding import Finding, FindingPlace

INSIDE, OUTSIDE = "internal_link", "external_link"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
FINE = {"https", "mailto"}
_HOST = re.compile(r"https://(?P<host>[^/?#]*)", re.IGNORECASE)


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
        if source.url and not source.url.lower().startswith("https://"):
            place = FindingPlace("sources", source.id, "url", title=source.title)
            yield _not_https(place, source.url)


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
    if site and address.lower().startswith(f"{site.lower().rstrip('/')}/"):
        return address[len(site.rstrip("/")) :]
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
    if scheme and scheme[1].lower() in FINE and not (scheme[1].lower() == "https" and _no_host(address)):
        return
    if scheme or address.startswith("//"):
        yield _not_https(place, address)
        return
    sentence = _("The link %(address)s under “%(heading)s” is only part of an address.")
    mend = _("Write a page of ours from its first stroke (/symptoms/…), any other with https://.")
    words = {"address": address, "heading": place.title}
    yield Finding(INSIDE, sentence % words, mend, place, f"{place.key}-{address}"[:160])


def _no_host(address: str) -> bool:
    """Whether an https address names no other site plainly: none at all, or one behind a name and an @."""
    host = _HOST.match(address)
    return host is None or "." not in host["host"].strip(".") or "@" in host["host"] or "%" in host["host"]


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
