"""The form as a whole: which steps there are, what comes next, what is still missing."""

import pytest

from appointments.models import RequestDraft
from appointments.requests.form_progress import FormProgress, StepNotComplete
from tests.appointments.builders import NOON, STEPS, TYPED

pytestmark = pytest.mark.django_db


def form_with(service, **answers) -> FormProgress:
    """The form with these steps answered; by step, what is typed there."""
    kept = {step: {name: [value] for name, value in typed.items()} for step, typed in answers.items()}
    return FormProgress(RequestDraft(service=service, answers=kept, expires_at=NOON))


def test_the_steps_are_those_of_the_tests(service):
    assert FormProgress.steps == STEPS


def test_after_each_step_comes_the_next_and_after_a_change_the_check_page(service):
    form = form_with(service)
    assert [form.after(step, changing=False) for step in STEPS[:-1]] == STEPS[1:]
    assert {form.after(step, changing=True) for step in STEPS[:-1]} == {"check"}


def test_the_first_step_without_a_good_answer_is_the_one_to_go_to(service):
    right = {step: TYPED[step] for step in STEPS[:-1]}
    assert form_with(service).first_incomplete(before="check") == "who"
    assert form_with(service).first_incomplete(before="who") is None
    assert form_with(service, **right).first_incomplete(before="check") is None
    for step in ("who", "reach", "when"):
        assert form_with(service, **right | {step: {}}).first_incomplete(before="check") == step
    assert form_with(service, **{"more": {}, "when": TYPED["when"]}).first_incomplete(before="check") == "who"


def test_answers_are_given_only_when_every_step_is_right(service):
    right = {step: TYPED[step] for step in STEPS[:-1]}
    answers = form_with(service, **right).answers()
    assert (answers.patient_name, answers.phone.e164, answers.windows) == ("Olena Example", "+442079460123", [])
    assert answers.voicemail_ok is False
    for step in STEPS[:-1]:
        without = {name: typed for name, typed in right.items() if name != step}
        with pytest.raises(StepNotComplete) as missing:
            form_with(service, **without).answers()
        assert missing.value.step == step


def test_answers_are_read_afresh_so_what_no_longer_holds_is_seen(service):
    right = {step: TYPED[step] for step in STEPS[:-1]}
    gone = right | {"when": {"when": "days", "day_1": "2026-11-24", "part_1": "day"}}
    with pytest.raises(StepNotComplete, match="when"):
        form_with(service, **gone).answers()


def test_each_step_costs_few_queries_and_the_check_page_too(patient, django_assert_max_num_queries):
    for step in STEPS:
        with django_assert_max_num_queries(6):
            assert patient.open(step).status_code == 200
        if step != "check":
            patient.send(step)
