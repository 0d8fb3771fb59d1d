"""Home, A–Z and search: pages are found by every name people use, and nothing unpublished shows."""

import pytest
from django.urls import reverse

from appointments.models import HealthcareService
from tests.builders import make_live, make_other_name, make_topic
from tests.portal.valid_html import faults
from tests.topics.rows import make_many_live

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def disc():
    topic = make_topic(name="Herniated disc", slug="herniated-disc", description="A disc presses on a nerve.")
    make_other_name(topic, "Slipped disc")
    make_other_name(topic, "Hernie à étage")
    return make_live(topic)


def found(client, words):
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    return "/conditions/herniated-disc/" in response.content.decode()


def test_a_page_is_found_by_any_name_in_any_case_with_or_without_accents(client, disc):
    for words in ("herniated", "HERNIATED DISC", "slipped", "disc slipped", "slip", "etage", "hernié", "disc,"):
        assert found(client, words), words
    assert found(client, "  herniated   disc ")


def test_nothing_is_found_by_what_is_not_there_and_nothing_breaks(client, disc):
    for words in ("", "   ", "ernia", "nothing like it", "%", "_", '"', "'", "\\", "disc -herniated x"):
        assert not found(client, words), words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 101, "This is long: only"),
        ("slipped disc " + "and more " * 300, "This is long: only"),
        ("???", "no letter and no digit"),
        ("her+niated", "These signs make no difference: +"),
    ],
)
def test_what_was_done_with_a_search_is_told_and_what_was_typed_is_kept(client, disc, typed, said):
    page = client.get("/search/", {"q": typed}).content.decode()
    assert said in page
    assert f'value="{typed}"' in page
    assert faults(page) == []


def test_a_nul_byte_that_nobody_types_is_a_blank(client, disc):
    assert "/conditions/herniated-disc/" in client.get("/search/", {"q": "herniated\x00disc"}).content.decode()


def test_more_than_fifty_pages_are_told(client):
    make_many_live(51, "Ache")
    page = client.get("/search/", {"q": "ache"}).content.decode()
    assert "50 pages" in page and "There are more. Add a word to find fewer." in page


def test_what_was_searched_for_is_shown_as_text_and_kept_nowhere(client, disc):
    response = client.get("/search/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_pages_found_by_their_name_come_first(client):
    make_live(name="Back pain", description="Often a slipped disc.")
    make_live(name="Slipped disc", description="A disc.")
    page = client.get("/search/", {"q": "slipped disc"}).content.decode()
    assert page.index("/conditions/slipped-disc/") < page.index("/conditions/back-pain/")


def test_the_a_to_z_lists_every_page_under_each_of_its_names(client, disc):
    page = client.get("/conditions/").content.decode()
    assert faults(page) == []
    assert 'id="letter-H"' in page and 'id="letter-S"' in page
    assert "Slipped disc – see" in page


def test_an_empty_a_to_z_says_what_to_do(client):
    page = client.get("/tests/").content.decode()
    assert "Nothing here yet" in page
    assert faults(page) == []


def test_drafts_show_nowhere(client, disc):
    make_topic(name="Secret draft", kind="symptom")
    make_topic(name="Secret specialist", kind="specialty")
    disc.name = "Renamed in secret"
    disc.save()
    for path in ("/", "/symptoms/", "/conditions/", "/specialists/", "/search/?q=secret", disc.get_absolute_url()):
        assert "ecret" not in client.get(path).content.decode().replace('value="secret"', "").replace("“secret”", ""), (
            path
        )


def test_lists_cost_the_same_however_long_they_are(client, django_assert_num_queries):
    for kind in ("symptom", "condition", "test", "specialty"):
        for _each in range(3):
            make_live(kind=kind)
    costs = {"/": 3, "/symptoms/": 1, "/conditions/": 1, "/tests/": 1, "/specialists/": 1}
    for path, queries in costs.items():
        with django_assert_num_queries(queries):
            client.get(path)


def test_search_costs_one_query(client, disc, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/search/", {"q": "disc"})


def test_home_offers_search_symptoms_and_specialists_with_their_forms(client):
    make_live(kind="symptom", name="Back pain")
    HealthcareService.objects.create(specialty=make_live(kind="specialty", name="Neurologist"))
    page = client.get(reverse("topics:home")).content.decode()
    assert faults(page) == []
    assert (
        page.index('name="q"') < page.index("/symptoms/back-pain/") < page.index("/appointments/request/neurologist/")
    )
