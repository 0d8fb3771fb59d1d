"""What people and programs send that nobody expected: markup, headers, megabytes, broken bodies, odd encodings."""

import unicodedata
from itertools import cycle, islice

import pytest
from django.core import mail
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appointments import link_secrets
from appointments.models import AppointmentRequest
from appointments.requests.actions import submission
from appointments.requests.forms import STEP_FORMS
from appointments.requests.questions import Answers
from portal import outbox
from tests.appointments.builders import NOON, STEPS, TYPED, Patient, everything_stored, problems
from tests.appointments.hostile import MARKUP
from tests.appointments.pages import Page
from tests.client import Client

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024


def literally(element) -> str:
    return element.to_text(separator="", strip=False)


SHOWN = {
    "Patient": "patient_name",
    "Your name": "requester_name",
    "What it is about": "reason",
    "Language": "language",
    "To prepare": "access_note",
}


def pages_with(patient, texts: dict[str, str]) -> list[Page]:
    """Every page of the form, with these texts in it."""
    names = ("patient_name", "requester_name")
    patient.fill(
        who={"for_whom": "other"} | {name: texts[name] for name in names},
        more={name: text for name, text in texts.items() if name not in names},
    )
    return [Page(patient.open(step)) for step in STEPS]


def test_markup_in_any_field_is_shown_as_the_characters_that_were_typed(patient):
    """Each field holds two of the texts one after the other, and each text stands in one field at least."""
    harmless = [len(page.tree.query("*")) for page in pages_with(patient, dict.fromkeys(SHOWN.values(), "abc"))]
    for start in (0, len(SHOWN)):
        markup = islice(cycle(MARKUP), start, None)
        typed = {field: f"Anna {next(markup)}"[:60] for field in SHOWN.values()}
        hostile = pages_with(patient, typed)
        assert [len(page.tree.query("*")) for page in hostile] == harmless  # not one element more
        rows = {row.query("dt")[0].to_text(): row.query("bdi") for row in hostile[-1].tree.query(".summary__row")}
        for label, field in SHOWN.items():
            assert literally(rows[label][-1]) == typed[field]
        assert hostile[0].form()["patient_name"] == [typed["patient_name"]]
        assert hostile[3].form()["reason"] == [typed["reason"]]


def test_a_closing_tag_in_what_is_shown_again_after_an_error_stays_text(patient):
    page = Page(patient.send("who", patient_name='"><script>alert(1)</script>', patient_birth_year="</main>"))
    assert page.form()["patient_name"] == ['"><script>alert(1)</script>']
    assert page.form()["patient_birth_year"] == ["</main>"]
    assert [script.attrs["src"] for script in page.tree.query("script")] == ["/static/js/portal.js"]


@pytest.mark.parametrize(
    "ending", ["\r\nBcc: victim@example.net", "\nSubject: Pay now", "\r\n\r\nPay now", "\x00", "\u2028X: 1"]
)
def test_no_field_can_add_a_header_or_a_receiver_to_the_mail(patient, ending):
    patient.fill(
        who={"for_whom": "other", "patient_name": "Anna" + ending, "requester_name": "Olena" + ending},
        reach={"phone": "020 7946 0123" + ending.partition("\n")[0]},
        more={name: "text" + ending for name in ("reason", "access_note", "language")},
    )
    refused = problems(patient.send("reach", email="olena@example.org" + ending))
    assert set(refused) == ({"email"} if ending.strip("\x00") else set())  # a NUL at the end is simply dropped
    patient.send("check")
    AppointmentRequest.objects.update(status="new")  # "@" in a name had it set aside: even then nothing may happen
    request = AppointmentRequest.objects.get()
    outbox.queue(
        name="appointments.received",
        to=request.email,
        subject_id=request.pk,
        dedupe_key=f"received:{request.pk}",
        now=NOON,
    )
    assert outbox.send_due(now=NOON.replace(hour=13)) == 1
    [message] = mail.outbox
    assert message.recipients() == ["olena@example.org"]
    raw = message.message().as_string()
    assert "victim" not in raw and "Pay now" not in raw


# --- too much --------------------------------------------------------------------------------------------------------


def test_a_megabyte_in_the_reason_is_an_error_with_a_count_and_nothing_is_lost(patient):
    patient.fill(upto="more")
    long = "very long " * (MEGABYTE // 10)
    response = patient.send("more", reason=long, language="українська", access_needs=["quiet"])
    page = Page(response)
    assert f"This has {len(long.strip())} characters; please keep it to 500." in page.errors["reason"]
    assert page.form()["reason"] == [long]
    assert page.form()["language"] == ["українська"] and page.form()["access_needs"] == ["quiet"]
    assert "more" not in patient.draft.answers
    assert patient.send("more", reason=long[:500]).status_code == 302


def test_a_megabyte_in_any_other_field_is_an_error(patient):
    typed = "9" * MEGABYTE
    for field in ("patient_name", "patient_birth_year", "requester_name", "for_whom"):
        response = patient.send("who", **{"for_whom": "other", "requester_name": "Ivan", field: typed})
        assert response.status_code == 422  # too long to be kept: answered at once
        assert field in problems(response)


def multipart(**parts: bytes) -> bytes:
    """A body of form fields; a name that ends in _file is sent as a file."""
    body = b""
    for name, content in parts.items():
        file = f'; filename="{name}"' if name.endswith("_file") else ""
        body += f'--X\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return body + b"--X--\r\n"


TOO_MUCH = {
    "50 MB in one field": lambda: (b"reason=" + b"x" * 50 * MEGABYTE, "application/x-www-form-urlencoded"),
    "50 MB in one part": lambda: (multipart(reason=b"x" * 50 * MEGABYTE), "multipart/form-data; boundary=X"),
    "50 MB in a file nobody asked for": lambda: (
        multipart(some_file=b"x" * 50 * MEGABYTE),
        "multipart/form-data; boundary=X",
    ),
    "10,000 fields": lambda: (
        b"&".join(b"field%d=x" % number for number in range(10_000)),
        "application/x-www-form-urlencoded",
    ),
    "10,000 parts": lambda: (
        multipart(**{f"field{number}": b"x" for number in range(10_000)}),
        "multipart/form-data; boundary=X",
    ),
    "150 files": lambda: (
        multipart(**{f"number{number}_file": b"x" for number in range(150)}),
        "multipart/form-data; boundary=X",
    ),
}


@pytest.mark.parametrize("flood", TOO_MUCH)
def test_a_flood_is_refused_with_a_page_for_people(patient, flood):
    """With a token and without."""
    patient.fill(upto="more")
    before = everything_stored()
    body, content_type = TOO_MUCH[flood]()
    for client in (Client(), Client(enforce_csrf_checks=True)):
        response = client.generic("POST", patient.url("more"), data=body, content_type=content_type)
        assert 400 <= response.status_code < 500
        page = Page(response)
        assert page.heading in ("We could not read that", "We could not be sure this came from you")
        assert "020 7946 0018" in page.main
    assert everything_stored() == before


# --- not what it says it is ------------------------------------------------------------------------------------------


BROKEN = [
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary="),
    (b"--X\r\nContent-Disp", "multipart/form-data; boundary=X"),
    (b'--X\r\nContent-Disposition: form-data; name="reason"\r\n\r\ncut', "multipart/form-data; boundary=X"),
    (b"{}", "application/json"),
    (b"<a/>", "text/xml"),
    (b"\x00\xff\xfe", "application/octet-stream"),
    (b"reason=x", ""),
    (b"=&&&==;%zz&%ED%A0%80=%ff%fe&reason=%00", "application/x-www-form-urlencoded"),
    (b"reason=%00%ED%A0%80", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"reason=x", "application/x-www-form-urlencoded; charset=base64"),
]


@pytest.mark.parametrize("step", ["who", "more"])
def test_a_broken_body_is_an_error_of_the_sender(patient, step):
    patient.fill(upto=step)
    kept = patient.draft.answers
    for body, content_type in BROKEN:
        response = patient.client.generic("POST", patient.url(step), data=body, content_type=content_type)
        assert response.status_code in (200, 302, 400), (body, content_type)
        if patient.draft.answers != kept:  # or else the page is the same
            kept = patient.draft.answers
            Page(patient.open(step))
    Page(patient.open(step))


CHARSETS = ("utf-7", "unicode_escape", "raw_unicode_escape", "utf-16", "base64", "rot13", "idna", "undefined", "zlib")


@pytest.mark.parametrize("year", [b"1957", b"x"], ids=["right", "wrong"])
def test_a_body_in_another_encoding_cannot_smuggle_in_half_characters(service, year):
    """Python decodes +2AA- (UTF-7) and \\ud800 to halves of characters, which no page can show and no table keeps."""
    body = multipart(for_whom=b"self", patient_name=b"Olena +2AA- \\ud800", patient_birth_year=year)
    for charset in CHARSETS:
        patient = Patient().start()
        content_type = f"multipart/form-data; boundary=X; charset={charset}"
        response = patient.client.generic("POST", patient.url("who"), data=body, content_type=content_type)
        assert response.status_code < 500, charset
        assert patient.open("who").status_code == 200, charset
        for kept in patient.draft.answers.get("who", {}).get("patient_name", []):
            kept.encode()


# --- whatever comes --------------------------------------------------------------------------------------------------

_characters = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("\x00\x01\x1b\r\n\t\u202e\u2066\u200b\u200d\u0301\ufeff\ufffd\U000e0001<>&\"'%{}@.0123456789٣"),
)
_text = st.one_of(
    st.text(_characters, max_size=60),
    st.text(_characters, max_size=20).map(lambda text: text * 40),
    st.sampled_from(["self", "child", "other", "yes", "no", "any", "days", "morning", "day", "on", "quiet", "1957"]),
    st.sampled_from(["Olena Example", "020 7946 0123", "olena@example.org", "2026-12-04", "31/04/2027", "1", "-1"]),
)
TEXTS = ("reason", "access_note", "language")
FIELDS = {
    step: [*form(service=None).fields] if step != "when" else ["when", "practitioner", *form._wish_fields()]
    for step, form in STEP_FORMS.items()
}


@pytest.mark.parametrize("step", STEPS)
def test_no_text_in_any_field_breaks_a_step_or_leaves_something_it_should_not(service, step):
    patient = Patient().start().fill(upto=step)
    kept_before, sent = patient.draft.answers, 0

    @settings(max_examples=6 if step != "check" else 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        typed=st.dictionaries(st.sampled_from(FIELDS[step]), st.one_of(_text, st.lists(_text, max_size=3))),
        rest_is_right=st.booleans(),
    )
    @example(typed={name: "\x00" for name in FIELDS[step]}, rest_is_right=False)
    @example(typed={"reason": "\x00", "patient_name": "Olena\x00\u202e", "language": "x\x00"}, rest_is_right=True)
    @example(typed={"day_1": "\x00", "email": "\x00"}, rest_is_right=True)
    def send(typed, rest_is_right):
        nonlocal sent
        answer = patient.client.post(patient.url(step), TYPED[step] | typed if rest_is_right else typed)
        assert answer.status_code in (200, 302)
        draft = patient.draft
        if draft is None:  # it was the last step, and it was sent
            sent += 1
            patient.start().fill(upto=step)
        else:
            assert set(draft.answers) <= {*kept_before, step}
        if answer.status_code == 302:
            assert patient.client.get(answer.url).status_code == 200
        assert AppointmentRequest.objects.count() == sent

    send()


def test_what_is_sent_through_the_pages_is_stored_without_what_no_rule_lets_pass(patient):
    """One of the texts below, all the way; the others go through the same forms and the same action."""
    text = "Ann\x00\u202e\u200b\ufeff Li e\u0301"
    who = {"for_whom": "other", "patient_name": text, "requester_name": text}
    for step, changes in {"who": who, "reach": {}, "when": {}, "more": dict.fromkeys(TEXTS, text)}.items():
        assert patient.send(step, **changes).status_code == 302
    assert patient.send("check").url == patient.status_url
    assert_keeps_the_rules(AppointmentRequest.objects.get())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.fixed_dictionaries({name: _text for name in ("patient_name", "requester_name", *TEXTS)}))
def test_whatever_is_stored_in_the_end_keeps_the_rules(service, typed):
    given = {
        "who": {
            "for_whom": "other",
            "patient_name": "A" + typed["patient_name"],
            "requester_name": "B" + typed["requester_name"],
        },
        "more": {name: typed[name] for name in TEXTS},
    }
    plain = {"who": {"for_whom": "other", "requester_name": "Ivan"}, "more": {}}
    cleaned = {}
    for step in STEPS[:-1]:
        form = STEP_FORMS[step](TYPED[step] | given.get(step, {}), service=service)
        if not form.is_valid():
            form = STEP_FORMS[step](TYPED[step] | plain[step], service=service)  # too long: the plain answer instead
            assert form.is_valid()
        cleaned |= form.cleaned_data
    stored = submission.submit_request(
        answers=Answers.from_cleaned(cleaned),
        service=service,
        edition=None,
        form_secret=link_secrets.new_secret(),
        now=NOON,
    )
    assert_keeps_the_rules(AppointmentRequest.objects.get(pk=stored.pk))


def assert_keeps_the_rules(stored) -> None:
    stored.full_clean()
    for name in ("patient_name", "requester_name", *TEXTS):
        text = getattr(stored, name)
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not {unicodedata.category(character) for character in text if character not in "\n\t"} & {
            "Cc",
            "Cs",
            "Cn",
        }
        assert not set(text) & set("\u202e\u2066\u200b\ufeff")
