"""The way through the form with a browser that runs no JavaScript: every step, and every way back."""

import pytest
from django.utils import timezone

from appointments.models import AppointmentRequest
from appointments.requests.questions import QUESTIONS
from tests.appointments.builders import STEPS, TYPED, Patient, day_in, everything_stored, problems
from tests.appointments.pages import Page
from tests.builders import make_practitioner

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


# --- forwards --------------------------------------------------------------------------------------------------------


def test_the_whole_way_by_what_stands_on_the_pages_alone(service, article):
    """As a browser does it: links are followed, forms are sent with the controls they show, tokens are checked."""
    make_practitioner(service.specialty, name="Dr Nina Sample")
    patient = Patient(enforce_csrf_checks=True)
    at = "/appointments/request/neurologist/?article=lower-back-cramps"
    page = Page(patient.client.get(at))
    started = patient.client.post(at, page.form())
    assert started.status_code == 302
    at, titles = started.url, []
    for number, step in enumerate(STEPS, start=1):
        page = Page(patient.client.get(at))
        titles.append(page.heading)
        assert page.title.startswith(f"{page.heading} – Step {number} of 5")
        assert f"Request for: Neurologist. Step {number} of 5" in page.main
        assert set(TYPED[step]) <= page.controls
        answered = patient.client.post(at, page.form() | TYPED[step])
        assert answered.status_code == 302, problems(answered)
        at = answered.url
    assert titles == [
        "Who is the appointment for?",
        "How can we reach you?",
        "When would an appointment suit you?",
        "Anything we should know?",
        "Check your answers and send",
    ]
    sent = Page(patient.client.get(at))
    request = AppointmentRequest.objects.get()
    assert sent.heading == "Request sent – not booked yet"
    assert request.spoken_reference in sent.main
    assert (request.patient_name, request.phone_e164, request.source_edition) == (
        "Olena Example",
        "+442079460123",
        article,
    )


def test_every_page_of_the_form_is_private_and_marked_so(patient):
    for step in STEPS:
        response = patient.open(step)
        page = Page(response)
        assert "no-store" in response["Cache-Control"]
        assert page.one("meta[name=robots]").attrs["content"] == "noindex"
        assert "novalidate" in page.one("main form").attrs
        if step != "check":
            patient.send(step)


def test_the_check_page_shows_every_answer_in_words(service):
    person = make_practitioner(service.specialty, name="Dr Nina Sample")
    patient = Patient().start()
    monday, tuesday = day_in(9), day_in(10)
    patient.fill(
        who={"for_whom": "child", "requester_name": "Ivan Example"},
        reach={"call_times": ["morning", "afternoon"], "voicemail": "yes"},
        when={
            "when": "days",
            "day_1": tuesday.isoformat(),
            "part_1": "evening",
            "day_2": monday.strftime("%d/%m/%Y"),
            "part_2": "day",
            "practitioner": str(person.pk),
        },
        more={"access_needs": ["step_free", "quiet"], "access_note": "a wide door", "language": "українська"},
    )
    page = Page(patient.open("check"))
    wishes = page.answers.pop("Days and times")
    assert page.answers == page.answers | {
        "The appointment is for": "My child",
        "Patient": "Olena Example",
        "Year of birth": "1957",
        "Your name": "Ivan Example",
        "Phone": "020 7946 0123",
        "E-mail": "olena@example.org",
        "Good times to call": "Mornings, 8:00 to 12:00 Afternoons, 14:00 to 18:00",
        "Voicemail": "Yes",
        "A particular person": "Dr Nina Sample",
        "What it is about": "Cramps since Sunday",
        "To prepare": "A way in without steps A quiet place to wait a wide door",
        "Language": "українська",
    }
    assert wishes.index(f"{tuesday:%A} {tuesday.day} ") < wishes.index(f"{monday:%A} {monday.day} ")
    assert "Evening (after 17:00)" in wishes and "Any time that day" in wishes


def test_a_name_written_from_right_to_left_stands_in_a_direction_of_its_own(patient):
    patient.fill(who={"patient_name": "محمد بن عبد الله"})
    row = Page(patient.open("check")).tree.query(".summary__row")[1]
    assert row.query("bdi")[0].to_text() == "محمد بن عبد الله"
    assert Page(patient.open("who")).one("#id_patient_name").attrs["dir"] == "auto"


def test_what_was_left_empty_is_shown_as_such(patient):
    patient.fill(reach={"email": ""}, more={"reason": ""})
    answers = Page(patient.open("check")).answers
    assert {answers[label] for label in ("E-mail", "What it is about", "To prepare", "Language")} == {"Not provided"}
    assert answers["Good times to call"] == answers["Days and times"] == "Any time"
    assert answers["A particular person"] == "No preference"


def test_a_misspelt_mail_provider_is_asked_about_and_believed(patient):
    patient.fill(reach={"email": "olena@gmial.com"})
    assert "Did you mean gmail.com? If the address is right, just go on." in Page(patient.open("check")).main
    patient.send("check")
    assert AppointmentRequest.objects.get().email == "olena@gmial.com"


def test_nobody_is_asked_about_a_provider_that_looks_right(patient):
    assert "Did you mean" not in Page(patient.fill().open("check")).main


# --- errors ----------------------------------------------------------------------------------------------------------

WRONG = {
    "who": {"for_whom": "other", "patient_name": "1234", "patient_birth_year": "57", "requester_name": ""},
    "reach": {"phone": "call me", "email": "ä@b.co", "call_times": ["midday"]},
    "when": {"when": "days", "day_1": "31/04/2027", "part_1": "morning", "day_2": "2020-01-01", "part_2": "evening"},
    "more": {"reason": "long " * 101, "access_needs": ["quiet"], "language": "x" * 61},
}


@pytest.mark.parametrize("step", WRONG)
def test_an_error_keeps_everything_that_was_typed_and_leads_to_its_field(patient, step):
    patient.fill(upto=step)
    before = everything_stored()
    page = Page(patient.client.post(patient.url(step), WRONG[step]))
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.main
    assert set(page.errors) == set(problems(page.response))
    shown = page.form()
    for name, typed in WRONG[step].items():
        assert shown[name] == (typed if isinstance(typed, list) else [typed]), name
    for name in page.errors:
        controls = [control for control in page.tree.query("main form [aria-invalid]") if control.attrs["name"] == name]
        assert controls, f"{name} is not marked as invalid"
    assert everything_stored() == before


def test_without_consent_the_check_page_comes_again_with_all_answers_and_nothing_is_sent(patient):
    patient.fill()
    page = Page(patient.send("check", consent=None))
    assert page.errors == {"consent": page.errors["consent"]}
    assert "Tick the box if you agree." in page.errors["consent"]
    assert page.answers["Patient"] == "Olena Example"
    assert not AppointmentRequest.objects.exists()
    assert patient.send("check").url == patient.status_url


# --- backwards and sideways ------------------------------------------------------------------------------------------


def test_back_leads_one_step_back_with_the_answers_given_there(patient):
    patient.fill()
    at = patient.url("check")
    for step in reversed(STEPS[:-1]):
        at = Page(patient.client.get(at)).link("Back")
        assert at == patient.url(step)
        shown = Page(patient.client.get(at)).form()
        assert {name: shown[name] for name in TYPED[step]} == {name: [typed] for name, typed in TYPED[step].items()}
    assert "Back" not in [link.to_text() for link in Page(patient.client.get(at)).tree.query("main a")]


def test_a_reload_shows_the_same_page_and_changes_nothing(patient):
    patient.fill(upto="more")
    before = everything_stored()
    for step in STEPS[:4]:
        assert Page(patient.open(step)).form().keys() == Page(patient.open(step)).form().keys()
        assert patient.client.head(patient.url(step)).status_code == 200
    assert everything_stored() == before


def test_every_change_link_leads_to_its_question_and_from_there_back_to_the_check_page(service):
    make_practitioner(service.specialty)
    patient = Patient().start().fill(who={"for_whom": "other", "requester_name": "Ivan Example"})
    page = Page(patient.open("check"))
    assert set(page.change_links) == set(page.answers)
    assert len(page.answers) == len([row for row in QUESTIONS.values() if row.check])
    for label, link in page.change_links.items():
        question = Page(patient.client.get(link))
        changed = patient.client.post(link, question.form())
        assert (changed.status_code, changed.url) == (302, patient.url("check")), label
    assert Page(patient.open("check")).answers == page.answers


def test_a_changed_answer_is_the_one_that_is_sent(patient):
    patient.fill()
    link = Page(patient.open("check")).change_links["Phone"]
    assert link == patient.url("reach", "?change=1")
    wrong = patient.send("reach", "?change=1", phone="112")
    assert "short number" in Page(wrong).errors["phone"]
    assert Page(patient.open("check")).answers["Phone"] == "020 7946 0123"  # the wrong one was not kept
    assert patient.send("reach", "?change=1", phone="0113 496 0999").url == patient.url("check")
    assert Page(patient.open("check")).answers["Phone"] == "0113 496 0999"
    patient.send("check")
    assert AppointmentRequest.objects.get().phone_e164 == "+441134960999"


def test_only_the_fields_of_a_step_are_kept(patient):
    patient.send("who", reference="AAAAAAAA", status="quarantined", phone="112", idempotency_key="0", service="1")
    assert set(patient.draft.answers["who"]) == set(TYPED["who"])
    patient.fill().send("check", status="closed", reference="AAAAAAAA", version="9", promise_at="2020-01-01")
    request = AppointmentRequest.objects.get()
    assert (request.status, request.version) == ("new", 1)
    assert request.reference != "AAAAAAAA" and request.promise_at > timezone.now()


@pytest.mark.parametrize(("typed", "discreet", "shown"), [({"discreet": "on"}, True, "Yes"), ({}, False, "No")])
def test_who_wants_neutral_messages_ticks_a_box_and_reads_it_back(patient, typed, discreet, shown):
    patient.fill(reach=typed)
    assert Page(patient.open("check")).answers["Neutral messages"] == shown
    patient.send("check")
    assert AppointmentRequest.objects.get().discreet is discreet
