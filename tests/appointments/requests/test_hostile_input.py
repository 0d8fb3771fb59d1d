"""What people and programs send that nobody expected: markup, headers, megabytes, broken bodies, odd encodings."""

import unicodedata

import pytest
from django.core import mail
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appointments.models import AppointmentRequest
from appointments.requests.forms import STEP_FORMS
from portal import outbox
from tests.appointments.builders import NOON, STEPS, TYPED, Patient, everything_stored, problems
from tests.appointments.hostile import MARKUP
from tests.appointments.pages import Page
from tests.client import Client

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024


def literally(element) -> str:
    return element.to_text(separator="", strip=False)


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_any_field_is_shown_as_the_characters_that_were_typed(patient, markup):
    fields = {
        "Patient": "patient_name",
        "Your name": "requester_name",
        "What it is about": "reason",
        "Language": "language",
    }
    plain, typed = "abc", f"Anna {markup}"[:60]

    def pages(text):
        patient.fill(
            who={"for_whom": "other", "patient_name": text, "requester_name": text},
            more={"reason": text, "access_note": text, "language": text},
        )
        return [Page(patient.open(step)) for step in STEPS]

    harmless, hostile = pages(plain), pages(typed)
    for before, after in zip(harmless, hostile, strict=True):
        assert len(before.tree.query("*")) == len(after.tree.query("*"))  # not one element more
    for row in hostile[-1].tree.query(".summary__row"):
        label = row.query("dt")[0].to_text()
        if label in fields:
            assert literally(row.query("bdi")[0]) == typed
        if label == "To prepare":
            assert literally(row.query("bdi")[-1]) == typed
    assert hostile[0].form()["patient_name"] == [typed]
    assert hostile[3].form()["reason"] == [typed]


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


@pytest.mark.parametrize("field", ["patient_name", "patient_birth_year", "requester_name", "for_whom"])
def test_a_megabyte_in_any_other_field_is_an_error(patient, field):
    typed = "9" * MEGABYTE
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


@pytest.mark.parametrize("checked", [False, True], ids=["with token", "without token"])
@pytest.mark.parametrize("flood", TOO_MUCH)
def test_a_flood_is_refused_with_a_page_for_people(patient, flood, checked):
    patient.fill(upto="more")
    before = everything_stored()
    body, content_type = TOO_MUCH[flood]()
    client = Client(enforce_csrf_checks=checked)
    response = client.generic("POST", patient.url("more"), data=body, content_type=content_type)
    assert 400 <= response.status_code < 500
    page = Page(response)
    assert page.heading in ("We could not read that", "We could not be sure this came from you")
    assert "020 7946 0018" in page.main
    assert everything_stored() == before


# --- not what it says it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body, content_type",
    [
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
    ],
)
@pytest.mark.parametrize("step", ["who", "more"])
def test_a_broken_body_is_an_error_of_the_sender(patient, step, body, content_type):
    patient.fill(upto=step)
    response = patient.client.generic("POST", patient.url(step), data=body, content_type=content_type)
    assert response.status_code in (200, 302, 400)
    Page(patient.open(step))


@pytest.mark.parametrize(
    "charset",
    ["utf-7", "unicode_escape", "raw_unicode_escape", "utf-16", "base64", "rot13", "idna", "undefined", "zlib"],
)
@pytest.mark.parametrize("year", [b"1957", b"x"], ids=["right", "wrong"])
def test_a_body_in_another_encoding_cannot_smuggle_in_half_characters(patient, charset, year):
    """Python decodes +2AA- (UTF-7) and \\ud800 to halves of characters, which no page can show and no table keeps."""
    body = multipart(for_whom=b"self", patient_name=b"Olena +2AA- \\ud800", patient_birth_year=year)
    content_type = f"multipart/form-data; boundary=X; charset={charset}"
    response = patient.client.generic("POST", patient.url("who"), data=body, content_type=content_type)
    assert response.status_code < 500
    assert patient.open("who").status_code == 200
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

    @settings(max_examples=12 if step != "check" else 6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.fixed_dictionaries({name: _text for name in ("patient_name", "requester_name", *TEXTS)}))
def test_whatever_is_stored_in_the_end_keeps_the_rules(service, typed):
    patient = Patient().start()
    who = {
        "for_whom": "other",
        "patient_name": "A" + typed["patient_name"],
        "requester_name": "B" + typed["requester_name"],
    }
    for step, changes in {"who": who, "reach": {}, "when": {}, "more": {name: typed[name] for name in TEXTS}}.items():
        if patient.send(step, **changes).status_code == 200:
            patient.send(step, requester_name="Ivan", for_whom="other")  # too long: the plain answer instead
    assert patient.send("check").url == patient.status_url
    stored = AppointmentRequest.objects.order_by("-pk").first()
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
