"""How far an unfinished request has come: its steps, what is answered, what comes next. Reads a draft only."""

from django.http import QueryDict
from django.urls import reverse

from appointments.models import RequestDraft
from appointments.requests.forms import STEP_FORMS, StepForm
from appointments.requests.mail_domains import suggested_domain
from appointments.requests.questions import Answers, FormStep


class StepNotComplete(Exception):
    """A step is not answered, or its answer no longer holds. `step` names it."""

    def __init__(self, step: FormStep):
        self.step = step
        super().__init__(step)


class FormProgress:
    """All steps of one unfinished request."""

    steps = list(FormStep)

    def __init__(self, draft: RequestDraft):
        self.draft = draft

    def form(self, step: FormStep, posted: QueryDict | None = None) -> StepForm:
        """The form of a step, with what is posted now, or else with what was typed before."""
        kept = self.draft.answers.get(step)
        if posted is None and kept is not None:
            posted = _as_posted(kept)
        return STEP_FORMS[step](posted, service=self.draft.service)

    def typed(self, posted: QueryDict, step: FormStep) -> dict[str, list[str]]:
        """What was typed into this step's own fields, and nothing else that was sent along."""
        return {name: posted.getlist(name) for name in self.form(step).fields if name in posted}

    def first_incomplete(self, before: FormStep) -> FormStep | None:
        """The first step before this one that is not answered, or whose answers no longer hold."""
        for step in self.steps[: self.steps.index(before)]:
            if step not in self.draft.answers or not self.form(step).is_valid():
                return step
        return None

    def after(self, step: FormStep, *, changing: bool) -> FormStep:
        """The step after this one; the check page if one answer was being changed."""
        return FormStep.CHECK if changing else self.steps[self.steps.index(step) + 1]

    def answers(self) -> Answers:
        """All answers, cleaned. Raises StepNotComplete if one is missing or no longer holds, such as a day gone by."""
        cleaned = {}
        for step in self.steps[:-1]:
            form = self.form(step)
            if not form.is_bound or not form.is_valid():
                raise StepNotComplete(step)
            cleaned |= form.cleaned_data
        return Answers.from_cleaned(cleaned)

    def context(self, step: FormStep, form: StepForm, secret: str) -> dict:
        """What the templates of a step and of the check page are given. `secret`: of the draft's address."""
        place = self.steps.index(step)
        answers = self.answers() if step == FormStep.CHECK else None
        return {
            "form": form,
            "step": step,
            "title": form.title,
            "current": place + 1,
            "total": len(self.steps),
            "specialist": self.draft.service.specialty.live_edition,
            "back_url": self._url(secret, self.steps[place - 1]) if place else "",
            "rows": self._rows(answers, secret) if answers else [],
            "suggested_domain": suggested_domain(answers.email) if answers else "",
        }

    def _url(self, secret: str, step: FormStep) -> str:
        return reverse("appointments:step", args=[self.draft.service.specialty.live_slug, secret, step])

    def _rows(self, answers: Answers, secret: str) -> list[dict]:
        """Every answer in words, each with a link to change it."""
        return [
            {
                "label": label,
                "value": value,
                "change_url": self._url(secret, step) + "?change=1",
                "change_label": label,
            }
            for step, label, value in answers.check_rows()
        ]


def _as_posted(kept: dict[str, list[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in kept.items():
        posted.setlist(name, values)
    return posted
