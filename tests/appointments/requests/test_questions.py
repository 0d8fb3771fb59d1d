"""Every question of the form goes the whole way: asked, stored, checked by the patient, read by the desk, exported."""

import pytest
from django.template import engines
from justhtml import JustHTML

from appointments.models import AppointmentRequest
from appointments.privacy import stored_fields
from appointments.privacy.export_table import table
from appointments.requests.forms import STEP_FORMS
from appointments.requests.questions import QUESTIONS, FactLayout, FormStep, Question
from tests.appointments.builders import Patient, day_in, make_answers
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.appointments.pages import Page
from tests.portal.valid_html import text

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

# For each question what is typed, what the check page shows, and what the desk's page shows if that is something else.
ANSWERED = {
    "for_whom": ({"for_whom": "child"}, "My child"),
    "patient_name": ({"patient_name": "Mila Example"}, "Mila Example"),
    "patient_birth_year": ({"patient_birth_year": "2017"}, "2017"),
    "requester_name": ({"requester_name": "Olena Sample"}, "Olena Sample"),
    "reason": ({"reason": "Cramps since Sunday"}, "Cramps since Sunday"),
    "windows": ({"when": "days", "day_1": day_in, "part_1": "evening"}, "Evening (after 17:00)"),
    "practitioner": ({"practitioner": "Dr Nina Sample"}, "Dr Nina Sample"),
    "access_needs": ({"access_needs": ["quiet"]}, "A quiet place to wait"),
    "access_note": ({"access_note": "a wide door"}, "a wide door"),
    "language": ({"language": "українська"}, "українська"),
    "phone": ({"phone": "020 7946 0123 ext 214"}, "020 7946 0123 ext 214"),
    "email": ({"email": "olena@example.org"}, "olena@example.org"),
    "call_times": ({"call_times": ["midday"]}, "Midday, 12:00 to 14:00"),
    "voicemail_ok": ({"voicemail": "yes"}, "Yes", "A voicemail is fine"),
    "discreet": ({"discreet": "on"}, "Yes", "Neutral: no clinic, no place, no names"),
}
NOT_ASKED = {"public_answer", "names_warning"}  # about the patient: the desk fills it in; read from the reason
NOT_PERSONAL = {"discreet"}  # answers that stay when a request is erased


def typed_by_step(practitioner) -> dict[str, dict]:
    """What is typed at each step of the form to answer every question."""
    found = {step: {} for step in FormStep}
    for name, (typed, *_shown) in ANSWERED.items():
        found[QUESTIONS[name].step] |= typed
    found[FormStep.WHEN] |= {"day_1": day_in(9).isoformat(), "practitioner": str(practitioner.pk)}
    return found


@pytest.fixture
def practitioner(service):
    return open_clinic(service, name="Dr Nina Sample")[0]


@pytest.fixture
def patient(practitioner) -> Patient:
    """Somebody who has answered every question and stands on the check page."""
    return Patient().start().fill(**typed_by_step(practitioner))


def test_every_question_has_its_test_data():
    assert set(ANSWERED) == set(QUESTIONS)


# --- the forms -------------------------------------------------------------------------------------------------------


def faults(asked: dict[str, list[str]], questions: dict[str, Question]) -> list[str]:
    """Form fields, by step, that no question or more than one of this step reads, and those no form has."""
    read = [(question.step, name) for question in questions.values() for name in question.form_fields]
    fields = [(step, name) for step, names in asked.items() for name in names]
    found = [f"{step}: {name} is read by no question" for step, name in fields if (step, name) not in read]
    found += [f"{step}: {name} is read twice" for step, name in sorted(set(read)) if read.count((step, name)) > 1]
    return found + [f"{step}: {name} is no field of the form" for step, name in read if (step, name) not in fields]


def test_every_field_of_the_form_is_read_by_one_question(service, practitioner):
    asked = {step: list(form(service=service).fields) for step, form in STEP_FORMS.items() if step != FormStep.CHECK}
    assert faults(asked, QUESTIONS) == []


def test_a_field_without_a_question_and_a_question_without_a_field_are_caught():
    asked = {FormStep.WHO: ["name", "shoe_size"], FormStep.MORE: ["hat"]}
    questions = {
        "name": Question(step=FormStep.WHO).named("name"),
        "again": Question(step=FormStep.WHO, form_fields=("name",)),
        "hat": Question(step=FormStep.WHO).named("hat"),
    }
    assert faults(asked, questions) == [
        "who: shoe_size is read by no question",
        "more: hat is read by no question",
        "who: name is read twice",
        "who: hat is no field of the form",
    ]


# --- stored ----------------------------------------------------------------------------------------------------------


def test_every_answer_is_stored_and_what_is_stored_about_the_patient_was_asked():
    columns = set(make_answers().columns())
    personal = set(stored_fields.TABLES[stored_fields.REQUEST].personal)
    assert columns - NOT_PERSONAL == personal - NOT_ASKED
    assert columns <= {field.name for field in AppointmentRequest._meta.fields}


def test_every_answer_that_is_given_arrives_in_its_columns(patient, practitioner):
    assert patient.send("check").url == patient.status_url
    request = AppointmentRequest.objects.get()
    blank = {field.name: field.get_default() for field in AppointmentRequest._meta.fields}
    unchanged = {name for name in make_answers().columns() if getattr(request, name) == blank[name]}
    assert unchanged == {"any_time"}  # days were asked for
    assert request.windows.get().day == day_in(9)
    assert request.preferred_practitioner == practitioner


# --- shown -----------------------------------------------------------------------------------------------------------


def test_the_check_page_shows_every_answer(patient):
    shown = Page(patient.open("check")).answers
    for name, (_typed, words, *_at_desk) in ANSWERED.items():
        row = QUESTIONS[name].check
        assert words in (shown[str(row.label)] if row else " ".join(shown.values())), name


def test_the_desk_reads_every_answer(patient):
    patient.send("check")
    _actor, client = at_desk()
    page = client.get(f"/desk/{AppointmentRequest.objects.get().reference}/").content.decode()
    [main] = JustHTML(page, sanitize=False).query("main")
    for name, (_typed, *words) in ANSWERED.items():
        assert words[-1] in text(main), name


@pytest.mark.parametrize("layout", FactLayout)
def test_a_fact_is_shown_in_every_layout_as_text(layout):
    facts = engines["django"].get_template("desk/parts/facts.html")
    fact = {"label": "Label", "lines": ["<i>line</i>"], "empty": "", "layout": layout, "note": "<b>note</b>"}
    card = {"facts": [fact], "received": "today", "channel": "phone", "article": ""}
    html = facts.render({"card": card})
    assert "&lt;i&gt;line&lt;/i&gt;" in html and "<p>&lt;b&gt;note&lt;/b&gt;</p>" in html


def test_the_export_holds_the_answers_that_have_a_column(patient):
    patient.send("check")
    headings, row = table(AppointmentRequest.objects.all(), with_reason=True)
    exported = dict(zip(headings, row, strict=True))
    for question in QUESTIONS.values():
        if question.export:
            assert exported[str(question.export.heading)], question.export.heading
    expected = ("Mila Example", 2017, "Olena Sample", "+442079460123", "olena@example.org", "Cramps since Sunday")
    labels = ("Patient", "Born", "Asked by", "Phone", "E-mail", "Reason")
    assert tuple(exported[label] for label in labels) == expected
