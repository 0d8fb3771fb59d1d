"""Practitioners and body regions."""

import pytest

from tests.builders import make_practitioner, make_region, make_topic, make_user
from tests.portal.forms import form_errors, values_of
from topics.kinds import TopicKind
from topics.models import BodyRegion, Practitioner

pytestmark = pytest.mark.both_databases

PEOPLE, REGIONS = "/admin/topics/practitioner/", "/admin/topics/bodyregion/"


@pytest.fixture
def specialty(db):
    return make_topic(kind=TopicKind.SPECIALTY, name="Neurologist")


def test_a_practitioner_is_added_with_what_patients_may_ask_them_for(client, log_in, specialty):
    log_in("lead")
    account = make_user("receptionist")
    form = {"name": "Dr Nina", "credentials": "consultant", "active": "on"}
    form |= {"specialties": [specialty.pk], "user": account.pk}
    assert client.post(f"{PEOPLE}add/", form).status_code == 302
    nina = Practitioner.objects.get()
    assert (nina.name, list(nina.specialties.all()), nina.user, nina.active) == ("Dr Nina", [specialty], account, True)


def test_only_a_specialty_can_be_chosen(client, log_in, specialty):
    log_in("lead")
    other = make_topic(kind=TopicKind.CONDITION)
    response = client.post(f"{PEOPLE}add/", {"name": "Dr Nina", "specialties": [other.pk]})
    assert set(form_errors(response)) == {"specialties"}


def test_an_account_belongs_to_one_practitioner(client, log_in, specialty):
    log_in("lead")
    account = make_user("receptionist")
    make_practitioner(specialty, user=account)
    response = client.post(f"{PEOPLE}add/", {"name": "Dr B", "specialties": [specialty.pk], "user": account.pk})
    assert set(form_errors(response)) == {"user"}


def test_somebody_who_leaves_is_unticked_and_found_no_more(client, log_in, specialty):
    person = make_practitioner(specialty)
    log_in("lead")
    form = values_of(client.get(f"{PEOPLE}{person.pk}/change/"))
    assert form["specialties"] == [str(specialty.pk)]
    form.pop("active")
    assert client.post(f"{PEOPLE}{person.pk}/change/", form).status_code == 302
    assert not Practitioner.objects.seeing_patients_of(specialty).exists()
    assert client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("twice", [{"slug": "low-back"}, {"name": "Lower back"}])
def test_a_region_given_twice_is_an_error_at_its_field(client, log_in, twice):
    make_region(slug="low-back", name="Lower back")
    log_in("clinician")
    response = client.post(f"{REGIONS}add/", {"slug": "neck", "name": "Neck"} | twice)
    assert set(form_errors(response)) == set(twice)
    assert BodyRegion.objects.count() == 1
