"""The clinic's own rules in the admin: who keeps which list, and that nothing on them is ever deleted."""

import pytest

from tests.builders import make_consent, make_red_flag, make_region, make_word_rule
from tests.portal.forms import form_errors
from topics.models import QuoteConsent, RedFlag, WordRule

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/topics/{}/"
MAKERS = {"redflag": make_red_flag, "wordrule": make_word_rule, "quoteconsent": make_consent}
WRITERS = {"redflag": {"clinician"}, "wordrule": {"clinician", "editor", "admin"}, "quoteconsent": {"editor", "admin"}}
CONSENT = {
    "name": "Dr Sam Sample",
    "credentials": "neurologist",
    "interests": "None declared",
    "consented_on": "2026-01-05",
}


@pytest.mark.parametrize("model", MAKERS)
@pytest.mark.parametrize("role", ["clinician", "editor", "admin"])
def test_each_list_is_read_by_all_and_kept_by_those_whose_it_is(client, log_in, model, role):
    log_in(role)
    row, folder = MAKERS[model](), ADDRESS.format(model)
    writes = role in WRITERS[model]
    assert client.get(folder).status_code == 200
    assert client.get(f"{folder}{row.pk}/change/").status_code == 200
    assert client.get(f"{folder}add/").status_code == (200 if writes else 403)
    assert client.post(f"{folder}{row.pk}/change/", {}).status_code == (200 if writes else 403)


@pytest.mark.parametrize("model", MAKERS)
@pytest.mark.parametrize("role", ["clinician", "admin", "superuser"])
def test_nobody_deletes_a_rule(client, log_in, model, role):
    log_in(role)
    row = MAKERS[model]()
    assert client.post(f"{ADDRESS.format(model)}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_clinician_adds_a_sign_to_the_checklist_of_a_region(client, log_in):
    log_in("clinician")
    region = make_region()
    sign = {"region": region.pk, "urgency": "urgent", "sign": "swelling", "said_as": "swell leg\nswoll leg"}
    response = client.post(f"{ADDRESS.format('redflag')}add/", sign | {"position": "1", "is_active": "on"})
    assert response.status_code == 302
    assert RedFlag.objects.get().ways == ("swell leg", "swoll leg")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"said_as": "swell\n – "}, "said_as"), ({"said_as": ""}, "said_as"), ({"urgency": "nonurgent"}, "urgency")],
)
def test_a_sign_that_could_never_be_found_is_an_error_at_its_field(client, log_in, wrong, field):
    log_in("clinician")
    sign = {"region": make_region().pk, "urgency": "urgent", "sign": "swelling", "said_as": "swell", "position": "1"}
    assert set(form_errors(client.post(f"{ADDRESS.format('redflag')}add/", sign | wrong))) == {field}
    assert not RedFlag.objects.exists()


def test_a_word_without_a_letter_is_an_error(client, log_in):
    log_in("editor")
    word = {"phrase": "…", "kind": "fear", "instead": "nothing", "is_active": "on"}
    assert set(form_errors(client.post(f"{ADDRESS.format('wordrule')}add/", word))) == {"phrase"}
    assert client.post(f"{ADDRESS.format('wordrule')}add/", word | {"phrase": "deadly"}).status_code == 302
    assert WordRule.objects.get().phrase == "deadly"


def test_whoever_records_a_consent_is_written_down_and_stays(client, log_in):
    first = log_in("editor")
    assert client.post(f"{ADDRESS.format('quoteconsent')}add/", CONSENT).status_code == 302
    consent = QuoteConsent.objects.get()
    assert consent.recorded_by == first
    log_in("admin")
    withdrawn = CONSENT | {"withdrawn_on": "2026-02-01"}
    assert client.post(f"{ADDRESS.format('quoteconsent')}{consent.pk}/change/", withdrawn).status_code == 302
    consent.refresh_from_db()
    assert (consent.recorded_by, str(consent.withdrawn_on)) == (first, "2026-02-01")


def test_a_second_living_consent_of_one_name_and_a_day_before_it_began_are_errors(client, log_in):
    log_in("editor")
    make_consent("Dr Sam Sample")
    folder = f"{ADDRESS.format('quoteconsent')}add/"
    assert form_errors(client.post(folder, CONSENT | {"name": "dr sam sample"}))[""] == [
        "The consent of a person of this name is on file already."
    ]
    early = CONSENT | {"name": "Dr Ann Other", "withdrawn_on": "2026-01-04"}
    assert form_errors(client.post(folder, early))[""] == ["It cannot have been withdrawn before it was given."]
