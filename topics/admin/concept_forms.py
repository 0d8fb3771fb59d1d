"""The steps that concern a page as a concept others name: renamed, given away, merged, retired, brought back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.roles import ROLES_BY_SLUG
from topics.actions import merging, owning, renaming, retiring
from topics.actions.saving import LONGEST_SLUG
from topics.admin.step_forms import SPECS, AddressForm, StepForm, StepSpec
from topics.models import Topic
from topics.models.topic import slug_validator
from topics.where_used import where_used
from topics.workflow import PageRole, Step


class RenameForm(AddressForm):
    name = forms.CharField(label=_("New name"), max_length=120, error_messages={"required": _("Type the new name.")})
    slug = forms.CharField(
        label=_("New address"),
        required=False,
        max_length=LONGEST_SLUG,
        validators=[slug_validator],
        help_text=_("Last part of the page’s address. Change it only if it would mislead; the old one leads on."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial, self.fields["slug"].initial = self.topic.name, self.topic.slug

    def address(self):
        """What is typed; "" while it is the address the draft has already."""
        typed = self.data.get("slug", "") if self.is_bound else ""
        return typed if typed != self.topic.slug and len(typed) <= LONGEST_SLUG else ""


class OwnerForm(StepForm):
    owner = forms.ModelChoiceField(
        label=_("Who looks after this page"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: reminders go to the clinical reviewers"),
        help_text=_("Is reminded when the page is due for review or needs changing."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [ROLES_BY_SLUG[role].name for role in (PageRole.EDITOR, PageRole.CLINICIAN, PageRole.ADMIN)]
        people = User.objects.filter(is_active=True, is_staff=True)
        those = people.filter(groups__name__in=groups) | people.filter(is_superuser=True)
        self.fields["owner"].queryset = those.distinct().order_by("display_name", "pk")
        self.fields["owner"].initial = self.topic.owner_id


class MergeForm(StepForm):
    into = forms.ModelChoiceField(
        label=_("Merge it into"),
        queryset=Topic.objects.none(),
        help_text=_("Its names become other names of that one. The list above shows what will lead there."),
        error_messages={"required": _("Choose the concept that stays.")},
    )
    seen = forms.BooleanField(
        label=_("I have seen what will change. There is no way back."),
        error_messages={"required": _("Tick the box when you have seen what will change.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Topic.objects.offered().filter(kind=self.topic.kind).exclude(pk=self.topic.pk)
        if self.topic.is_live:
            others = others.live()
        self.fields["into"].queryset = others.order_by("name", "pk")


class RetireForm(StepForm):
    accepted = forms.TypedMultipleChoiceField(
        label=_("These live pages link to it. Each keeps the line without a link and is looked at again."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    public_note = forms.CharField(
        label=_("What readers are told who come for this page"),
        help_text=_("One or two plain sentences."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pages = where_used(self.topic).live_pages
        self.fields["accepted"].choices = [(edition.topic_id, edition.name) for edition in pages]
        if not pages:
            del self.fields["accepted"]
        if not self.topic.is_live:
            del self.fields["public_note"]


CONCEPT_SPECS = {
    spec.step: spec
    for spec in (
        StepSpec(
            Step.RENAME,
            _("Rename"),
            _("Rename"),
            _("The former name stays as another name. Readers see the new one once the draft is signed and published."),
            RenameForm,
            lambda topic, by, now, answers: renaming.rename(topic=topic, by=by, now=now, **answers),
            "default",
        ),
        StepSpec(
            Step.HAND_OVER,
            _("Give to somebody"),
            _("Who looks after this page"),
            _("Its text is not touched."),
            OwnerForm,
            lambda topic, by, now, answers: owning.hand_over(topic=topic, by=by, now=now, **answers),
            "default",
        ),
        StepSpec(
            Step.MERGE,
            _("Merge into another"),
            _("Merge into another"),
            _("For two concepts that are one: lines, live pages and readers are led to the other. Names are kept."),
            MergeForm,
            lambda topic, by, now, answers: merging.merge(topic=topic, into=answers["into"], by=by, now=now),
            "danger",
        ),
        StepSpec(
            Step.RETIRE,
            _("Retire"),
            _("Retire"),
            _("For a concept that is taught no longer: it is not offered for lines any more, and its page goes."),
            RetireForm,
            lambda topic, by, now, answers: retiring.retire(topic=topic, by=by, now=now, **answers),
            "danger",
        ),
        StepSpec(
            Step.REINSTATE,
            _("Bring back"),
            _("Bring back"),
            _("The concept is a draft again and is offered for lines. Readers see it once it is published."),
            StepForm,
            lambda topic, by, now, answers: retiring.reinstate(topic=topic, by=by, now=now),
            "default",
        ),
    )
}
EVERY_SPEC = SPECS | CONCEPT_SPECS
