"""The steps of a page's workflow as forms: what each asks for, and the one action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from topics.actions import publishing, reviewing, withdrawing
from topics.checklists import checklist
from topics.compose import compose
from topics.document import Document
from topics.live_addresses import former_owner
from topics.models import Significance, Topic, Withdrawal
from topics.warning_signs import warnings
from topics.workflow import Step


class StepForm(forms.Form):
    """What a step needs to know. `topic` is the page it is taken on."""

    def __init__(self, *args, topic: Topic, **kwargs):
        self.topic = topic
        super().__init__(*args, **kwargs)

    def sign_rows(self) -> list[dict]:
        """The warning signs that are to be confirmed with the step; most steps ask for none."""
        return []


class NoteForm(StepForm):
    note = forms.CharField(
        label=_("Note for the reviewer"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChangesForm(StepForm):
    note = forms.CharField(
        label=_("What should be changed?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what should be changed, so that the editor can do it.")},
    )


class TicksField(forms.MultipleChoiceField):
    """What was ticked on the screen, whatever stands there by now: the action judges it."""

    def valid_value(self, value):
        return True


class SignatureForm(StepForm):
    """Signing is bound to the digest of the text on the screen, and to each warning sign with its sentences there."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signs = TicksField(required=False)
    read = forms.BooleanField(
        label=_("I have read the whole page as readers will see it, and I answer for its medical content."),
        error_messages={"required": _("Tick the box when you have read the page.")},
    )
    note = forms.CharField(
        label=_("Comment for the editors"),
        help_text=_("If you like. It is kept in the history of the page."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        document = self.signed_text()
        self.fields["sha256"].initial = document.sha256 if document else ""
        self.warnings = warnings(document, checklist(document.body_regions)) if document else []

    def signed_text(self) -> Document | None:
        """What would be signed."""
        return compose(self.topic)

    def clean_signs(self):
        ticked = self.cleaned_data["signs"]
        try:
            reviewing.refuse_unconfirmed([warning for warning in self.warnings if warning.sentences], ticked)
        except reviewing.SignsNotConfirmed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return ticked

    def sign_rows(self) -> list[dict]:
        """Each sign with its sentences, and whether it is ticked; one without a sentence has nothing to tick."""
        ticked = set(self.data.getlist(self.add_prefix("signs"))) if self.is_bound else set()
        return [{"warning": warning, "is_ticked": warning.token in ticked} for warning in self.warnings]


class LiveSignatureForm(SignatureForm):
    def signed_text(self) -> Document | None:
        return self.topic.live_edition.content if self.topic.live_edition else None


class AddressForm(StepForm):
    """A step after which readers find the page at its address, or are to. If another page had the address once, it asks
    whether this one is to have it."""

    take_over = forms.BooleanField(
        label=_("This page is to have the address from now on."),
        error_messages={"required": _("Tick the box if this page is to have the address, or choose another one.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.address()
        former = former_owner(self.topic.kind, slug, self.topic.pk) if slug else None
        if former is None:
            del self.fields["take_over"]
        else:
            field = self.fields["take_over"]
            field.label = f"{former.sentence} {field.label}"

    def address(self) -> str:
        """The last part of the page's address."""
        return self.topic.slug


class PublishForm(AddressForm):
    significance = forms.ChoiceField(
        label=_("Do readers need to know what has changed?"),
        choices=Significance,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether readers need to know.")},
    )
    change_note = forms.CharField(
        label=_("What has changed"),
        help_text=_("One sentence for readers. Needed if they have to know."),
        required=False,
        max_length=300,
    )

    def clean(self):
        answers = super().clean()
        if answers.get("significance") == Significance.MAJOR and not answers.get("change_note"):
            self.add_error("change_note", _("Say in one sentence what has changed."))
        return answers


class ForceForm(AddressForm):
    reason = forms.CharField(
        label=_("Why can this not wait for a sign-off?"),
        help_text=_("Kept for good, and shown to all staff until a clinician has signed the page."),
        max_length=300,
        error_messages={"required": _("Say why this cannot wait.")},
    )


class WithdrawForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Why is the page withdrawn?"),
        choices=[(reason.value, reason.label) for reason in withdrawing.REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the page is withdrawn.")},
    )
    redirect_to = forms.ModelChoiceField(
        label=_("Lead readers to"),
        help_text=_("Needed if another page says it now; possible if the page was wrong."),
        queryset=Topic.objects.none(),
        required=False,
    )
    public_note = forms.CharField(
        label=_("What readers are told"),
        help_text=_("One or two plain sentences. Needed unless another page says it now."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Topic.objects.live().exclude(pk=self.topic.pk)
        self.fields["redirect_to"].queryset = others.order_by("kind", "name")

    def clean(self):
        answers = super().clean()
        reason = answers.get("reason")
        if reason == Withdrawal.Reason.MERGED and not answers.get("redirect_to"):
            self.add_error("redirect_to", _("Choose the page that says it now."))
        elif reason and reason != Withdrawal.Reason.MERGED and not answers.get("public_note"):
            self.add_error("public_note", _("Write what readers are told."))
        return answers


Take = Callable[[Topic, User, datetime, dict], object]


@dataclass(frozen=True)
class StepSpec:
    """A step on the screen: its words, its form, and the action behind it."""

    step: Step
    label: str
    heading: str
    explanation: str
    form: type[StepForm]
    take: Take
    tone: str = ""


def _signature(answers: dict) -> dict:
    return {name: answers[name] for name in ("sha256", "signs", "note")}


def _spec(step, label, heading, explanation, form, take, tone="") -> StepSpec:
    return StepSpec(step, label, heading, explanation, form, take, tone)


SPECS = {
    spec.step: spec
    for spec in (
        _spec(
            Step.SUBMIT,
            _("Submit for review"),
            _("Submit for review"),
            _("A clinical reviewer reads the page. Until they answer, nobody else can change the draft."),
            NoteForm,
            lambda topic, by, now, answers: reviewing.submit(topic=topic, by=by, now=now, **answers),
            "default",
        ),
        _spec(
            Step.TAKE_BACK,
            _("Take back from review"),
            _("Take the draft back"),
            _("The draft leaves the reviewers’ list and can be changed again."),
            StepForm,
            lambda topic, by, now, answers: reviewing.take_back(topic=topic, by=by, now=now),
        ),
        _spec(
            Step.REQUEST_CHANGES,
            _("Ask for changes"),
            _("Ask for changes"),
            _("The draft goes back to its editors with your words."),
            ChangesForm,
            lambda topic, by, now, answers: reviewing.request_changes(topic=topic, by=by, now=now, **answers),
        ),
        _spec(
            Step.SIGN_OFF,
            _("Sign off"),
            _("Sign off this text"),
            _("Your name and today’s date will stand on the page. Any later change of the text removes them."),
            SignatureForm,
            lambda topic, by, now, answers: reviewing.sign_off(topic=topic, by=by, now=now, **_signature(answers)),
            "default",
        ),
        _spec(
            Step.SIGN_AFTERWARDS,
            _("Sign off the live page"),
            _("Sign off the live page"),
            _("This page went live in an emergency, without a sign-off. Read it as readers see it now."),
            LiveSignatureForm,
            lambda topic, by, now, answers: reviewing.sign_afterwards(
                topic=topic, by=by, now=now, **_signature(answers)
            ),
            "default",
        ),
        _spec(
            Step.PUBLISH,
            _("Publish"),
            _("Publish"),
            _("Readers see this text from now on."),
            PublishForm,
            lambda topic, by, now, answers: publishing.publish(topic=topic, by=by, now=now, **answers),
            "default",
        ),
        _spec(
            Step.FORCE_PUBLISH,
            _("Publish without sign-off"),
            _("Publish without sign-off"),
            _("Only if it cannot wait. The page says that no clinician has reviewed it, and it stays on our list."),
            ForceForm,
            lambda topic, by, now, answers: publishing.force_publish(topic=topic, by=by, now=now, **answers),
            "danger",
        ),
        _spec(
            Step.WITHDRAW,
            _("Withdraw the live page"),
            _("Withdraw the live page"),
            _("Readers who come for this page are told, or led to another one. The address never simply dies."),
            WithdrawForm,
            lambda topic, by, now, answers: withdrawing.withdraw(topic=topic, by=by, now=now, **answers),
            "danger",
        ),
    )
}
