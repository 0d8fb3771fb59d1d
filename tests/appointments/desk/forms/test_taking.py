"""The forms for requests by phone and from paper ask every question that patients are asked."""

import pytest

from appointments.desk.forms.paper import TypingForm
from appointments.desk.forms.taking import TakingForm
from appointments.models import AppointmentRequest
from appointments.requests.forms import STEP_FORMS
from appointments.requests.questions import FormStep
from tests.appointments.builders import Patient
from tests.appointments.desk.builders import at_desk, open_clinic
from tests.appointments.requests.test_questions import typed_by_step

pytestmark = pytest.mark.django_db

ONLY_THERE = {"website"}  # the trap for machines


@pytest.fixture
def practitioner(service):
    return open_clinic(service, name="Dr Nina Sample")[0]


def forgotten(form, service) -> set[str]:
    """The fields of the patients' form that this form lacks, or has and does not draw."""
    asked = {name for each in STEP_FORMS.values() for name in each(service=service).fields} - ONLY_THERE
    drawn = {pointer.name for pointer in form.helper.layout.get_field_names()}
    return asked - (drawn & set(form.fields))


@pytest.mark.parametrize("form", [TakingForm, TypingForm])
def test_no_question_of_the_patients_form_is_forgotten(service, practitioner, form):
    assert forgotten(form(), service) == set()


def test_a_question_that_is_not_drawn_or_not_there_is_caught(service, practitioner):
    form = TakingForm()
    form.helper.layout.fields.pop(0)
    del form.fields["language"]
    assert forgotten(form, service) == {"practitioner", "reason", "language"}


@pytest.mark.parametrize("form", [TakingForm, TypingForm])
def test_nothing_that_speaks_to_the_patient_stands_there(service, practitioner, form):
    patients = {name for each in STEP_FORMS.values() for name in each(service=service).fields}
    shown = form().fields
    assert [name for name in patients & set(shown) if shown[name].help_text] == []


def test_what_is_told_by_phone_is_stored_as_if_the_patient_had_typed_it(service, practitioner):
    typed = typed_by_step(practitioner)
    Patient().start().fill(**typed).send("check")
    actor, client = at_desk()
    told = {name: value for step in FormStep for name, value in typed[step].items()}
    desk = {"service": service.pk, "channel": "phone", "consent": "on", "secret": "s" * 43}
    assert client.post("/desk/new/", told | desk).status_code == 302
    by_patient, by_phone = AppointmentRequest.objects.order_by("pk")
    form = TakingForm(told | desk)
    assert form.is_valid()
    for name in form.answers().columns():
        assert getattr(by_phone, name) == getattr(by_patient, name), name
    assert by_phone.windows.values_list("day", "part").get() == by_patient.windows.values_list("day", "part").get()
    assert by_phone.claimed_by == actor.user
