"""Each kind of thing knows its folder, and addresses turn into kinds and back."""

import pytest
from django.urls import resolve, reverse

from topics.converters import KindConverter
from topics.kinds import TopicKind, Urgency
from topics.page_context import crumbs


@pytest.mark.parametrize("kind", TopicKind)
def test_a_kind_has_a_folder_a_plural_and_a_type_of_its_own(kind):
    assert TopicKind.of_folder(kind.folder) is kind
    assert KindConverter().to_python(kind.folder) is kind
    assert KindConverter().to_url(kind) == KindConverter().to_url(kind.folder) == kind.folder
    assert str(kind.plural).lower() == kind.folder
    assert kind.schema_type.startswith("Medical")
    assert len({each.folder for each in TopicKind}) == len({each.schema_type for each in TopicKind}) == len(TopicKind)


@pytest.mark.parametrize("kind", TopicKind)
def test_an_address_of_each_kind_finds_its_view(kind):
    path = reverse("topics:page", args=[kind, "x"])
    assert path == f"/{kind.folder}/x/"
    assert resolve(path).kwargs == {"kind": kind, "slug": "x"}


def test_there_is_no_kind_in_an_unknown_folder():
    with pytest.raises(KeyError):
        TopicKind.of_folder("doctors")


def test_the_most_urgent_comes_first():
    assert sorted(Urgency, key=lambda urgency: urgency.rank) == ["emergency", "urgent", "nonurgent"]


def test_the_trail_begins_at_home_and_ends_at_the_page_itself():
    assert crumbs(("Symptoms", "/symptoms/"), ("Back pain", "")) == [
        {"label": "Home", "url": "/"},
        {"label": "Symptoms", "url": "/symptoms/"},
        {"label": "Back pain", "url": ""},
    ]
