"""Who is named under "whom to see" can be asked for; and every page we ship passes every gate."""

import pytest

from appointments.models import HealthcareService
from tests.appointments.builders import make_service
from tests.builders import NOW, make_link, make_live, make_ready, make_section, make_signed, make_topic, make_user
from topics.actions.loading import load_shipped_pages
from topics.actions.publishing import GatesClosed, force_publish, publish
from topics.compose import compose
from topics.gates.run import findings
from topics.models import Specialty, Topic

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


def naming(specialty, kind="who_to_see") -> Topic:
    topic = make_ready(make_topic())
    make_link(topic, specialty, kind=kind, label="Neurologist")
    return topic


def open_findings(topic):
    return [finding for finding in findings(topic, compose(topic)) if finding.is_open]


def test_a_specialist_whose_form_is_open_passes():
    topic = naming(make_service().specialty)
    assert open_findings(topic) == []
    assert publish(topic=make_signed(topic), by=make_user("editor"), now=NOW).number == 1


def test_a_specialist_whose_form_is_closed_is_named_with_the_reason_and_stops_even_an_emergency():
    topic = naming(make_service(is_open=False, closed_reason="On leave until 3 January.").specialty)
    (finding,) = open_findings(topic)
    assert finding.sentence == (
        "“Neurologist” stands under “whom to see”, but the form is closed: On leave until 3 January."
    )
    assert (finding.place.part, finding.waivable, finding.stops_forced) == ("items", True, True)
    with pytest.raises(GatesClosed):
        force_publish(topic=topic, by=make_user("admin"), now=NOW, reason="It burns.")


def test_a_specialist_without_a_form_is_named():
    (finding,) = open_findings(naming(make_live(kind="specialty")))
    assert finding.sentence.endswith("but there is no form to ask for an appointment.")


def test_a_waiver_covers_the_reason_it_was_given_for():
    service = make_service(is_open=False, closed_reason="On leave until 3 January.")
    topic = naming(service.specialty)
    before = open_findings(topic)[0]
    HealthcareService.objects.update(closed_reason="For good.")
    after = open_findings(topic)[0]
    assert before.key == after.key and before.fingerprint != after.fingerprint


def test_specialists_without_a_button_need_no_form():
    closed = make_service(is_open=False, closed_reason="Away.").specialty
    assert open_findings(naming(closed, kind="diagnosis")) == []


def test_pages_that_name_nobody_cost_no_query(django_assert_num_queries):
    from appointments.requests.article_gates import open_forms

    topic = make_topic()
    make_section(topic)
    document = compose(topic)
    with django_assert_num_queries(0):
        assert list(open_forms(document)) == []


def test_every_shipped_page_passes_every_gate():
    load_shipped_pages(now=NOW)
    HealthcareService.objects.bulk_create(
        HealthcareService(specialty_id=pk) for pk in Specialty.objects.values_list("pk", flat=True)
    )
    left = {topic.slug: open_findings(topic) for topic in Topic.objects.select_related("live_edition")}
    assert {slug: [one.sentence for one in found] for slug, found in left.items() if found} == {}
