"""The clinic's own rules in the admin: who keeps which list, and that nothing on them is ever deleted."""

import pytest

from tests.builders import (
    NOW,
    make_consent,
    make_live,
    make_red_flag,
    make_region,
    make_section,
    make_topic,
    make_unconfirmed,
    make_word_rule,
)
from tests.portal.forms import form_errors, page_of
from tests.portal.valid_html import text
from topics.actions.publishing import publish
from topics.live_quotations import live_pages_quoting
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


# --- people whom the owner's text names ------------------------------------------------------------------------------

UNASKED = {"credentials": "neurologist", "interests": "", "consented_on": "", "withdrawn_on": ""}
LISTED = "People we quote without their consent"


def quoting(name, page="Cramps"):
    """A live page with words of this person."""
    topic = make_topic(name=page)
    make_section(topic, body=f"> It passes.\n>\n> — {name}, neurologist")
    return make_live(topic)


def first_page(client) -> str:
    return text(page_of(client.get("/admin/")).query_one(".work"))


def change(client, consent, **typed):
    return client.post(f"{ADDRESS.format('quoteconsent')}{consent.pk}/change/", UNASKED | typed, follow=True)


@pytest.mark.parametrize("role", ["editor", "clinician", "admin"])
def test_somebody_to_ask_is_a_task_on_the_first_page(client, log_in, role):
    log_in(role)
    consent = make_unconfirmed("Dr Sam Sample")
    make_consent("Dr Ann Other")
    shown = first_page(client)
    assert f"{LISTED} 1 Dr Sam Sample Ask for consent in writing" in shown and "Ann Other" not in shown
    assert client.get(f"{ADDRESS.format('quoteconsent')}{consent.pk}/change/").status_code == 200


def test_the_day_they_agreed_makes_it_a_consent_and_tells_which_page_to_correct(client, log_in):
    person, consent = log_in("editor"), make_unconfirmed("Dr Sam Sample")
    quoting("Dr. Sam SAMPLE")
    response = change(client, consent, consented_on="2026-11-20", interests="None declared")
    consent.refresh_from_db()
    assert (consent.origin, consent.recorded_by, str(consent.consented_on)) == ("in_writing", person, "2026-11-20")
    assert "Now take out of “Cramps” that Dr Sam Sample has not confirmed these words" in response.content.decode()
    assert LISTED not in first_page(client)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"consented_on": "2026-11-20"}, "interests"),
        ({"consented_on": "soon", "interests": "None declared"}, "consented_on"),
        ({"credentials": ""}, "credentials"),
    ],
)
def test_half_a_confirmation_is_an_error_at_its_field_and_stores_nothing(client, log_in, typed, field):
    log_in("editor")
    consent = make_unconfirmed()
    assert set(form_errors(change(client, consent, **typed))) == {field}
    assert QuoteConsent.objects.to_confirm().get() == consent


def test_the_task_ends_when_no_reader_sees_their_words_any_more(client, log_in):
    log_in("editor")
    consent, page = make_unconfirmed("Dr Sam Sample"), quoting("Dr Sam Sample")
    refused = form_errors(change(client, consent, withdrawn_on="2026-11-20"))
    assert refused == {
        "withdrawn_on": ["Readers still see the words of Dr Sam Sample on “Cramps”. Publish it without them first."]
    }
    assert LISTED in first_page(client)
    page.sections.update(body="It passes.")
    publish(topic=page, by=None, now=NOW)
    change(client, consent, withdrawn_on="2026-11-20")
    assert not QuoteConsent.objects.to_confirm().exists() and LISTED not in first_page(client)


def test_nobody_else_is_made_a_sample(client, log_in):
    log_in("admin")
    consent = make_unconfirmed("Dr Sam Sample")
    change(client, consent, name="Dr Ann Other")
    assert QuoteConsent.objects.get().name == "Dr Sam Sample"
    added = CONSENT | {"name": "Dr Ann Other", "consented_on": "", "origin": "owners_text"}
    assert set(form_errors(client.post(f"{ADDRESS.format('quoteconsent')}add/", added))) == {"consented_on"}
    client.post(f"{ADDRESS.format('quoteconsent')}add/", added | {"consented_on": "2026-11-20"})
    assert QuoteConsent.objects.get(name="Dr Ann Other").origin == "in_writing"


@pytest.mark.parametrize(
    "name", ["Dr Ivanová", "Dr Іваненко", "Dr O’Neill", "Dr 100% Sure", "Dr A_B", 'Dr "Q"', "Dr 山田"]
)
def test_live_pages_are_found_by_names_in_any_letters(db, name):
    quoting(name)
    quoting("Dr Somebody Else", "Other")
    assert live_pages_quoting(name) == ["Cramps"]
