"""Requests in the admin: the desk reads them, nobody edits them there, nobody else learns that they exist."""

from itertools import cycle, islice

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from justhtml import JustHTML

from appointments.models import AppointmentRequest
from appointments.phones import Phone
from tests.appointments.builders import (
    NOON,
    as_role,
    day_in,
    everything_stored,
    make_article,
    make_request,
    make_service,
)
from tests.appointments.hostile import MARKUP
from tests.builders import make_practitioner

pytestmark = pytest.mark.django_db

LIST = reverse("admin:appointments_appointmentrequest_changelist")
MAY_READ = ["receptionist", "lead"]
MAY_NOT = ["editor", "clinician", "admin", ""]


def admin_url(request, page="change") -> str:
    return reverse(f"admin:appointments_appointmentrequest_{page}", args=[request.pk])


def stored() -> dict:
    """All rows, but for the sessions: they are kept alive by being used."""
    besides = ("django_session", "appointments_listlook")  # a list that is shown is written down
    return {table: rows for table, rows in everything_stored().items() if table not in besides}


def words(response) -> str:
    return " ".join(JustHTML(response.content.decode(), sanitize=False).to_text().split())


# --- who may look ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", MAY_READ)
def test_the_desk_sees_requests(service, role):
    request, client = make_request(service), as_role(role)
    assert LIST in client.get(reverse("admin:index")).content.decode()
    assert request.spoken_reference in words(client.get(LIST))
    shown = words(client.get(admin_url(request)))
    for told in (
        request.spoken_reference,
        "Olena Example",
        "1957",
        "020 7946 0123",
        "olena@example.org",
        "Cramps since",
    ):
        assert told in shown, told


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_sees_requests_or_a_way_to_them(service, role):
    request, client = make_request(service), as_role(role)
    assert "appointmentrequest" not in client.get(reverse("admin:index")).content.decode()
    for url in (
        LIST,
        f"{LIST}?q=Olena",
        admin_url(request),
        admin_url(request, "history"),
        admin_url(request, "delete"),
    ):
        response = client.get(url)
        assert response.status_code == 403, url
        assert b"Olena" not in response.content and request.reference.encode() not in response.content
    assert client.get(admin_url(request).replace(str(request.pk), "4711")).status_code == 403  # no telling who exists


def test_strangers_are_led_to_the_login(service, client):
    request = make_request(service)
    for url in (LIST, admin_url(request), admin_url(request, "delete")):
        assert client.get(url).url.startswith(reverse("admin:login"))
        assert client.post(url).url.startswith(reverse("admin:login"))


def test_nobody_keeps_these_pages(service):
    request, client = make_request(service), as_role("receptionist")
    for url in (LIST, admin_url(request)):
        assert "no-store" in client.get(url)["Cache-Control"]


# --- read, never written ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*MAY_READ, *MAY_NOT])
def test_no_method_of_any_page_changes_a_request(service, role):
    request, client = make_request(service, windows=[(day_in(3), "morning")]), as_role(role)
    window, event = request.windows.get(), request.events.get()
    typed = {
        "patient_name": "Somebody Else",
        "status": "quarantined",
        "windows-TOTAL_FORMS": "1",
        "windows-INITIAL_FORMS": "1",
        "windows-0-id": window.pk,
        "windows-0-request": request.pk,
        "windows-0-DELETE": "on",
        "events-TOTAL_FORMS": "1",
        "events-INITIAL_FORMS": "1",
        "events-0-id": event.pk,
        "events-0-request": request.pk,
        "events-0-step": "quarantine",
        "post": "yes",
        "_save": "Save",
        "_saveasnew": "1",
    }
    action = {"action": "delete_selected", "_selected_action": [str(request.pk)], "post": "yes", "index": "0"}
    add = reverse("admin:appointments_appointmentrequest_add")
    before = stored()
    for url, body in ((admin_url(request), typed), (admin_url(request, "delete"), typed), (add, typed)):
        assert client.post(url, body).status_code == 403, url
    client.post(LIST, action)
    for url in (LIST, add, admin_url(request), admin_url(request, "delete")):
        for method in ("put", "patch", "delete", "trace"):
            assert getattr(client, method)(url).status_code == 405, (method, url)
    assert stored() == before


@pytest.mark.parametrize("role", MAY_READ)
def test_no_page_offers_to_add_change_or_delete_a_request(service, role):
    request, client = make_request(service), as_role(role)
    assert reverse("admin:appointments_appointmentrequest_add") not in client.get(LIST).content.decode()
    page = JustHTML(client.get(admin_url(request)).content.decode(), sanitize=False)
    assert (
        page.query("#content-main form input[type=text], #content-main form textarea, #content-main form select") == []
    )
    assert page.query("input[name=_save], a.deletelink") == []


def test_everything_that_was_answered_is_shown_in_words(service):
    request = make_request(
        service,
        edition=make_article(),
        for_whom="other",
        requester_name="Ivan Example",
        practitioner=make_practitioner(service.specialty, name="Dr Nina Sample"),
        windows=[(day_in(9), "evening"), (day_in(2), "morning")],
        call_times=["midday"],
        access_needs=["step_free", "interpreter"],
        access_note="a wide door",
        language="українська",
        reason="chest pain\nat night",
    )
    shown = words(as_role("receptionist").get(admin_url(request)))
    for told in (
        "Ivan Example",
        "Someone I care for",
        "Dr Nina Sample",
        "Lower back cramps, edition 1",
        "Midday, 12:00 to 14:00",
        "A way in without steps; An interpreter or sign language interpreter",
        "a wide door",
        "українська",
        "Read the reason at once",
        "asked for an appointment",
    ):
        assert told in shown, told
    assert shown.index("Evening") < shown.index("Morning")  # first wish first


def test_a_possible_duplicate_leads_to_the_other_request(service):
    first, second = make_request(service), make_request(service, now=NOON.replace(hour=13))
    page = JustHTML(as_role("receptionist").get(admin_url(second)).content.decode(), sanitize=False)
    assert first.spoken_reference in [link.to_text() for link in page.query(f'a[href="{admin_url(first)}"]')]


def test_markup_in_a_request_is_shown_as_the_characters_that_were_typed(service):
    """Each field of two requests holds another text, and each text stands in one field at least."""
    texts = ("patient_name", "requester_name", "reason", "access_note", "language")
    client = as_role("receptionist")

    def page_of(request):
        return JustHTML(client.get(admin_url(request)).content.decode(), sanitize=False)

    rounds = [dict.fromkeys(texts, "plain")]
    for start in (0, len(texts)):
        markup = islice(cycle(MARKUP), start, None)
        rounds.append({name: f"Anna {next(markup)}"[:60] for name in texts})
    requests = [make_request(service, for_whom="other", **typed) for typed in rounds]
    harmless, *hostile = pages = [page_of(request) for request in requests]
    for page, typed in zip(hostile, rounds[1:], strict=True):
        assert len(page.query("*")) == len(harmless.query("*"))
        shown = [element.to_text(separator="", strip=False).strip() for element in page.query(".readonly")]
        assert all(text.strip() in shown for text in typed.values())
    listed = JustHTML(client.get(LIST).content.decode(), sanitize=False)
    found = [cell.to_text(separator="", strip=False) for cell in listed.query("td.field-patient_name")]
    assert sorted(found) == sorted(request.patient_name for request in requests)
    assert not [script for page in (*pages, listed) for script in page.query("script") if "src" not in script.attrs]


# --- found -----------------------------------------------------------------------------------------------------------


def found_by(typed: str) -> list[AppointmentRequest]:
    """What the list shows for what is typed into its search; the search is asked, not its page."""
    shown = admin.site.get_model_admin(AppointmentRequest)
    asked = RequestFactory().get(LIST)
    asked.user = AnonymousUser()
    rows, _may_repeat = shown.get_search_results(asked, AppointmentRequest.objects.all(), typed)
    return list(rows.distinct())


TYPED = [
    "K7M-4QX2P",
    "K7M4QX2P",
    "k7m-4qx2p",
    " K7M-4QX2P ",
    "Oksana-Maria",
    "oksana",
    "Example Oksana",
    "Ivan O'Brien-Nguyễn",
    "Brien-Ngu",
    "0113 496 0999",
    "01134960999",
    "+44 113 496 0999",
    "+441134960999",
    "0113-496-0999",
    "496 0999",
]


def test_a_request_is_found_by_reference_name_or_phone_however_it_is_typed(service):
    make_request(service)
    request = make_request(
        service,
        for_whom="child",
        patient_name="Oksana-Maria Example",
        requester_name="Ivan O'Brien-Nguyễn",
        phone=Phone("0113 496 0999", "+441134960999"),
        email="",
    )
    AppointmentRequest.objects.filter(pk=request.pk).update(reference="K7M4QX2P")
    for typed in TYPED:
        assert found_by(typed) == [request], typed
    page = as_role("receptionist").get(LIST, {"q": TYPED[0]})
    assert list(page.context["cl"].queryset) == [request]


def test_nothing_typed_into_the_search_breaks_it(service):
    make_request(service)
    client = as_role("receptionist")
    for typed in ("nobody", "\x00", "-", "--", "%", "_", "'", '"', "\\", "(", "٣", "x" * 2000, "Cramps"):
        assert client.get(LIST, {"q": typed}).status_code == 200, typed


def test_nobody_is_found_by_what_they_are_ill_with(service):
    make_request(service, reason="Cramps since Sunday", email="olena@example.org")
    assert list(as_role("lead").get(LIST, {"q": "Cramps"}).context["cl"].queryset) == []


def test_the_newest_stand_first_and_the_list_can_be_narrowed(service):
    requests = [make_request(service, now=NOON.replace(hour=hour)) for hour in (9, 11, 10)]
    other = make_request(
        make_service("physiotherapist"), now=NOON.replace(hour=8), patient_name="call us +1 800 555 0199"
    )
    client = as_role("receptionist")
    assert list(client.get(LIST).context["cl"].queryset) == [requests[1], requests[2], requests[0], other]
    narrowed = client.get(LIST, {"status__exact": "quarantined"})
    assert list(narrowed.context["cl"].queryset) == [other]
    narrowed = client.get(LIST, {"service__specialty__id__exact": service.specialty_id})
    assert other not in narrowed.context["cl"].queryset


@pytest.mark.parametrize("requests", [1, 12])
def test_the_list_costs_the_same_however_many_there_are(service, requests, django_assert_num_queries):
    for _ in range(requests):
        make_request(service)
    client = as_role("receptionist")
    client.get(LIST)
    with django_assert_num_queries(LIST_COSTS):
        assert client.get(LIST).context["cl"].result_count == requests


LIST_COSTS = 9  # session, user, rights of the user and of their groups, role, count, rows, choices of the filter
