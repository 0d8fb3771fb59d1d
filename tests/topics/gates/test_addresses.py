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


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://a..example/",
        "https://example.org@evil.example/",
        "https://ex\u0430mple.org/",  # the a is Cyrillic
        "mailto:",
        "mailto:desk",
        "mailto:desk@example.org?bcc=other@example.org",
        "mailto:desk@example.org,other@example.org",
    ],
)
def test_an_address_that_names_no_site_or_mailbox_plainly_is_stopped(address):
    assert [one.code for one in found(addresses, linking(address), PATHS)] == [addresses.OUTSIDE]


@pytest.mark.parametrize(
    "address", ["https://clinic.example:443/admin/", "https://Clinic.Example./desk/", "https://clinic.example/healthz"]
)
def test_our_own_site_is_known_however_it_is_written(address):
    assert [one.code for one in found(addresses, linking(address), PATHS)] == [addresses.INSIDE]


def test_a_site_without_tls_is_ours_while_the_portal_itself_has_none():
    site = known(site="http://localhost:8000", paths=dict(PATHS.paths))
    assert found(addresses, linking("http://localhost:8000/conditions/sciatica/"), site) == []
    assert found(addresses, linking("http://localhost:9000/conditions/sciatica/"), site)


@pytest.mark.parametrize(
    "address",
    ["https://localhost/", "https://.", "https://", "https://me@evil.example/", "https://clinic.example/admin/"],
)
def test_the_address_of_a_source_names_another_site(address):
    document = page()
    source = replace(document.sources[0], url=address)
    (finding,) = found(addresses, replace(document, sources=(source,)), PATHS)
    assert (finding.code, finding.place.field) == (addresses.OUTSIDE, "url")
