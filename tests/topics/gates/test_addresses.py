"""Links in the text lead where they should."""

from dataclasses import replace

import pytest

from tests.topics.gates.pages import found, known, page, section, told
from topics.gates import addresses
from topics.gates.facts import PortalAddress

PATHS = known(
    paths={
        "/conditions/sciatica/": PortalAddress(opens=True),
        "/conditions/old/": PortalAddress(opens=False, today="/conditions/sciatica/"),
        "/conditions/none/": PortalAddress(opens=False),
    }
)


def linking(address):
    return page(section(f"See [there]({address})."))


@pytest.mark.parametrize(
    "address",
    [
        "/conditions/sciatica/",
        "/conditions/sciatica/#causes",
        "/conditions/sciatica/?from=here",
        "https://clinic.example/conditions/sciatica/",
        "#causes",
        "#sources",
        "https://www.nhs.uk/",
        "mailto:desk@example.org",
    ],
)
def test_links_to_live_pages_here_and_to_https_elsewhere_pass(address):
    assert found(addresses, linking(address), PATHS) == []


@pytest.mark.parametrize(
    ("address", "code", "sentence", "mend"),
    [
        ("/conditions/none/", addresses.INSIDE, "leads to no live page.", "Correct the address, or take the link out."),
        (
            "/conditions/unheard/",
            addresses.INSIDE,
            "leads to no live page.",
            "Correct the address, or take the link out.",
        ),
        (
            "https://clinic.example/conditions/none/",
            addresses.INSIDE,
            "leads to no live page.",
            "Correct the address, or take the link out.",
        ),
        ("/conditions/old/", addresses.INSIDE, "is an old address.", "Write /conditions/sciatica/ instead."),
        ("#nowhere", addresses.INSIDE, "leads to no part of this page.", "Take the link out."),
        ("sciatica", addresses.INSIDE, "is only part of an address.", "(/symptoms/…)"),
        ("http://www.nhs.uk/", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("//www.nhs.uk/", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("tel:09001234567", addresses.OUTSIDE, "dials a number that was typed.", "{clinic_phone}"),
        ("TEL:+442079460018", addresses.OUTSIDE, "dials a number that was typed.", "as plain words"),
        ("https:example.org", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("https:///example.org", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("https://clinic@example.org/", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("https://clinic.example@example.org", addresses.OUTSIDE, "does not begin with https://.", "Use the https"),
        ("https://localhost/", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
        ("ftp://example.org/", addresses.OUTSIDE, "does not begin with https://.", "Use the https address"),
    ],
)
def test_links_that_lead_nowhere_or_are_not_safe_are_found_with_their_mend(address, code, sentence, mend):
    (finding,) = found(addresses, linking(address), PATHS)
    assert finding.code == code
    assert address in finding.sentence and finding.sentence.endswith(sentence)
    assert mend in finding.mend
    assert finding.place.key == "sections-causes-body"


def test_the_main_message_is_looked_through_as_well():
    assert told(found(addresses, page(summary="[x](/conditions/none/)"), PATHS)) == [
        ("The link /conditions/none/ under “In short” leads to no live page.", "page-summary")
    ]


def test_a_source_is_looked_up_by_https_too():
    (source,) = page().sources
    (finding,) = found(addresses, page(sources=(replace(source, url="http://www.nhs.uk/"),)))
    assert (finding.code, finding.place.key) == (addresses.OUTSIDE, "sources-source-url")
    assert found(addresses, page(sources=(replace(source, url=""),))) == []
