"""Every line of a list leads to a live page, or says why it leads nowhere."""

import pytest

from tests.topics.gates.pages import found, known, line, page, section, target, told
from topics.gates import links
from topics.gates.facts import TargetStatus

SCIATICA = "condition/sciatica"


def test_lines_that_nobody_decided_on_are_named_once_a_section():
    article = page(
        section("", line("A", ""), line("B", "", reason="a habit"), line("C", "")),
        section("", line("D", ""), id="types"),
    )
    both = found(links, article)
    assert told(both) == [
        (
            "2 lines under “Heading of causes” have neither a link nor a reason for having none.",
            "sections-causes-list",
        ),
        (
            "One line under “Heading of types” has neither a link nor a reason for having none.",
            "sections-types-list",
        ),
    ]
    assert [finding.quotes for finding in both] == [("A", "C"), ("D",)]
    assert not any(finding.waivable or finding.stops_forced for finding in both)


def test_lines_that_lead_to_live_pages_or_say_why_not_pass():
    article = page(section("", line(), line("A habit", "", reason="a habit, not a disease")))
    assert found(links, article, known(targets={SCIATICA: target()})) == []


@pytest.mark.parametrize(
    ("standing", "code", "says", "waivable"),
    [
        (
            TargetStatus.UNPUBLISHED,
            links.UNPUBLISHED,
            "“Leg pain” is linked to “Sciatica”, which has no live page yet.",
            True,
        ),
        (TargetStatus.GONE, links.GONE, "“Leg pain” is linked to “Sciatica”, which has been withdrawn.", False),
        (
            TargetStatus.NOTICE,
            links.GONE,
            "“Leg pain” is linked to “Sciatica”, which stands under a notice that it is out of date.",
            False,
        ),
    ],
)
def test_a_line_that_leads_to_no_live_page_is_found_and_stops_even_an_emergency(standing, code, says, waivable):
    article = page(section("", line("Leg pain")))
    (finding,) = found(links, article, known(targets={SCIATICA: target(standing)}))
    assert (finding.code, finding.sentence, finding.waivable, finding.stops_forced) == (code, says, waivable, True)
    assert finding.place.key == "items-causes-leg pain"
    assert finding.mend
