"""Sample data for the style guide: every component in every state. Invented people, no database."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

LONG_TEXT = (
    "A cramp is a sudden, tight pain that you cannot let go of. It can last a few seconds or many minutes, "
    "and the muscle may feel sore for days afterwards."
)
BODY = mark_safe(  # noqa: S308  (fixed text, no input)
    f'<p>{LONG_TEXT} Read about <a href="#links">what links look like</a>, or about '
    '<a href="https://www.nhs.uk/conditions/back-pain/">back pain on another site</a>.</p>'
    "<p>Most people feel better within <strong>a few weeks</strong>, and <em>moving gently</em> helps:</p>"
    "<ul><li>go for short walks</li><li>change your position often, at work and at home</li>"
    "<li>use warmth</li></ul>"
)


class SampleForm(forms.Form):
    """One field of each kind the portal uses."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Only used for this request."))
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=60,
        help_text=_("Write it the way you usually do, for example 020 7946 0018."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    called = forms.ChoiceField(
        label=_("Who is the appointment for?"),
        choices=[
            ("me", _("Me")),
            ("child", _("My child")),
            ("other", _("Someone else I care for, and who knows that I am asking")),
        ],
        widget=forms.RadioSelect,
    )
    voicemail = forms.ChoiceField(
        label=_("May we leave a voicemail?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    times = forms.MultipleChoiceField(
        label=_("When can we call you?"),
        help_text=_("Choose all that suit you."),
        choices=[("am", _("Morning, 08:00 to 12:00")), ("pm", _("Afternoon, 12:00 to 17:00"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label=_("First day that suits you"), widget=forms.DateInput(attrs={"type": "date"}))
    part = forms.ChoiceField(
        label=_("Part of the day"),
        choices=[("", _("Choose one")), ("am", _("Morning")), ("pm", _("Afternoon")), ("any", _("Any time"))],
    )
    reason = forms.CharField(
        label=_("What would you like to talk about?"),
        required=False,
        max_length=500,
        help_text=_("A sentence is enough. Nobody reads this before the clinic opens."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and agree that the clinic keeps this request.")
    )

    def __init__(self, *args, form_tag=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = form_tag
        self.helper.layout = Layout(
            Fieldset(_("How to reach you"), "name", Field("phone", css_class="control--short"), "email"),
            "called",
            Field("voicemail", wrapper_class="field--inline"),
            "times",
            Div("day", "part", css_class="row"),
            "reason",
            "consent",
            Div(
                Submit("next", _("Continue"), css_id=f"{self.prefix}-next"),
                Submit("back", _("Go back"), css_class="button--secondary", css_id=f"{self.prefix}-back"),
                css_class="form-actions",
            ),
        )


def _invalid_form() -> SampleForm:
    form = SampleForm(
        {
            "wrong-name": "",
            "wrong-email": "olena@example",
            "wrong-phone": "twelve",
            "wrong-times": ["night"],
            "wrong-day": "2020-02-03",
            "wrong-reason": "x" * 510,
        },
        prefix="wrong",
    )
    form.add_error("phone", _("Enter a phone number we can call, for example 020 7946 0018."))
    form.add_error("day", _("This day has passed. Choose a day from today on."))
    form.add_error(None, _("We could not send your request. Nothing you typed is lost."))
    return form


def _care_cards() -> list[dict]:
    return [
        {
            "id": "sample-emergency",
            "urgency": "emergency",
            "urgency_label": _("Emergency"),
            "heading": "Call 999 or go to an emergency department now if you have back pain and:",
            "points": [
                "numbness or tingling around your genitals, bottom or inner thighs",
                "you cannot pee, cannot feel that you are peeing, or leak pee or poo without noticing",
                "both of your legs are weak or numb, or getting weaker",
                "it began after a serious accident",
            ],
            "action": "Say when it began and what has changed. Do not drive yourself.",
        },
        {
            "id": "sample-urgent",
            "urgency": "urgent",
            "urgency_label": _("Urgent: today"),
            "heading": "Ask for an urgent appointment today, or call 111, if:",
            "points": [
                "you have a high temperature",
                "you are losing weight and do not know why",
                "the pain is worse at night",
            ],
            "action": "Do not use the request form for this: nobody reads it at night.",
        },
        {
            "id": "sample-nonurgent",
            "urgency": "nonurgent",
            "urgency_label": _("Not urgent"),
            "heading": "Ask for an appointment if:",
            "points": ["the pain has not improved after a few weeks", "it stops you doing everyday things"],
            "action": "",
        },
    ]


def _specialists() -> list[dict]:
    rows = [
        ("Neurologist", "Nerve doctor", "Looks for the cause of pain or numbness in the nerves.", ""),
        ("Therapist", "General doctor (GP)", "A good first person to see, for most back problems.", ""),
        (
            "Manual therapist",
            "",
            "Treats joints and muscles with the hands.",
            "Back on Monday 7 December. You can see a physiotherapist before then.",
        ),
    ]
    links = {"url": "#specialist-cards", "request_url": "#specialist-cards"}
    return [
        {"name": name, "plain_name": plain, "description": words, "closed": {"reason": why} if why else None} | links
        for name, plain, words, why in rows
    ]


def _linked_items() -> list[dict]:
    rows = [
        (
            "Herniated intervertebral disc",
            "A disc of the spine bulges and may press on a nerve.",
            _("Condition"),
        ),
        ("Magnetic resonance imaging (MRI)", "", _("Test")),
        ("Prolonged sitting or standing", "", ""),
    ]
    return [
        {
            "id": f"item-{number}",
            "label": label,
            "url": "#linked-list" if kind else "",
            "description": description,
            "kind_label": kind,
        }
        for number, (label, description, kind) in enumerate(rows, start=1)
    ]


def _day() -> dict:
    free = {"label": _("Free"), "state": "free"}
    away = {"label": _("Away"), "state": "away"}
    return {
        "practitioners": ["Dr. Amara Osei", "Dr. Joanna Nowak-Wiśniewska", "Li Wei"],
        "rows": [
            {"time": "09:00", "cells": [{"label": "O. Shevchenko", "state": "busy"}, free, away]},
            {"time": "09:30", "cells": [free, {"label": _("Held until 11:20"), "state": "held"}, away]},
            {"time": "10:00", "cells": [{"label": "M. O'Brien-Nguyễn", "state": "busy"}, free, free]},
        ],
    }


def _entry(name: str, description: str = "", see: str = "") -> dict:
    return {"name": name, "url": "#index", "description": description, "see": see}


def _step(state: str, title: str, text: str = "", when: str = "") -> dict:
    return {"state": state, "title": title, "text": text, "when": when}


def _answers() -> list[dict]:
    windows = ["Monday 23 November, morning", "Wednesday 25 November, any time"]
    rows = [
        (_("Name"), "O'Brien-Nguyễn", _("your name")),
        (_("A name written from right to left"), "محمد الأمين", ""),
        (_("E-mail address"), "", ""),
        (_("When would suit"), windows, ""),
        (_("What you told us"), f"{LONG_TEXT}\n\n{LONG_TEXT}", ""),
    ]
    return [
        {"label": label, "value": value, "change_url": "#answers", "change_label": change_label}
        for label, value, change_label in rows
    ]


def sample_context() -> dict:
    """The template context of the style guide."""
    return {
        "body": BODY,
        "long_text": LONG_TEXT,
        "crumbs": [
            {"label": _("Home"), "url": "#content"},
            {"label": _("Symptoms"), "url": "#content"},
            {"label": _("Style guide"), "url": ""},
        ],
        "sections": [
            {"id": "ground", "heading": _("Ground: type, colour, buttons")},
            {"id": "reading", "heading": _("Reading: an article's parts")},
            {"id": "finding", "heading": _("Finding: search, index, pages")},
            {"id": "filling-in", "heading": _("Filling in: fields and errors")},
            {"id": "following", "heading": _("Following: progress and states")},
        ],
        "cards": _care_cards(),
        "specialists": _specialists(),
        "linked_items": _linked_items(),
        "sources": [
            {
                "title": "Back pain",
                "publisher": "NHS",
                "url": "https://www.nhs.uk/conditions/back-pain/",
                "date": "2023-05",
            },
            {"title": "A printed handbook without an address", "publisher": "", "url": "", "date": ""},
        ],
        "review": {
            "reviewed_on": date(2026, 3, 9),
            "reviewer": "Dr. Amara Osei, neurologist",
            "next_review": date(2028, 3, 9),
        },
        "edition": {"number": 4, "published_at": date(2026, 11, 23)},
        "letters": [
            {"letter": "H", "entries": [_entry("Herniated disc", "A disc of the spine bulges.")]},
            {
                "letter": "S",
                "entries": [
                    _entry("Sciatica", "Pain along the nerve down the leg."),
                    _entry("Slipped disc", see="Herniated disc"),
                ],
            },
        ],
        "answers": _answers(),
        "tags": [
            {"label": _("Closed"), "tone": "neutral"},
            {"label": _("New"), "tone": "info"},
            {"label": _("Booked"), "tone": "good"},
            {"label": _("Waiting for you"), "tone": "warn"},
            {"label": _("Overdue"), "tone": "bad"},
        ],
        "steps": [
            _step(
                "done",
                _("Request sent"),
                _("Reference K7M-4QX. Not booked yet."),
                "Monday 23 November, 09:30",
            ),
            _step("now", _("We read your request"), _("We call you by Tuesday 24 November, 17:00.")),
            _step("next", _("You agree on a time")),
            _step("next", _("Your appointment")),
        ],
        "tabs": [
            {"label": _("To do"), "url": "#tabs", "current": True},
            {"label": _("Waiting for the patient"), "url": "#tabs", "current": False},
            {"label": _("Closed"), "url": "#tabs", "current": False},
        ],
        "day": _day(),
        "colours": ["text", "muted", "accent", "accent-tint", "surface", "line", "good", "warn", "bad"],
        "form": SampleForm(prefix="plain", form_tag=False),
        "wrong_form": _invalid_form(),
    }
