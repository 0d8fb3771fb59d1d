"""What a list of the admin can be asked: what it shows, and days that exist. Nothing else, and no error pages."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.builders import make_user

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough


@pytest.fixture
def staff(client):
    client.force_login(make_user("superuser"))
    return client


def lists() -> dict[str, str]:
    """The address of every list, by its model."""
    return {
        model.__name__: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }


def test_nothing_that_is_no_filter_can_be_asked(staff):
    """Each column of each model, by a pattern, a beginning and an order; and across what rows belong to."""
    found = []
    for model, model_admin in admin.site._registry.items():
        request = type("Request", (), {"user": None})()
        for field in model._meta.get_fields():
            if not hasattr(field, "attname"):
                continue
            for how in ("regex", "iregex", "startswith", "contains", "endswith", "gt", "in__regex", "id__regex"):
                if model_admin.lookup_allowed(f"{field.name}__{how}", "x", request):
                    found.append((model.__name__, field.name, how))
    assert found == []


@pytest.mark.parametrize(
    "query",
    [
        "email__regex=^s",
        "password__startswith=pbkdf2",
        "groups__permissions__codename__regex=.",
        "display_name__gt=m",
        "is_superuser=1",
        "last_login__year=2026",
    ],
)
def test_an_account_cannot_be_guessed_letter_by_letter(staff, query):
    make_user("editor")
    assert staff.get(f"{lists()['User']}?{query}").status_code == 400


def test_filters_still_filter(staff):
    assert staff.get(f"{lists()['User']}?is_active__exact=1").status_code == 200
    assert staff.get(f"{lists()['ScheduleException']}?kind__exact=leave").status_code == 200
    assert staff.get(f"{lists()['ScheduleException']}?starts_at__year=2026&starts_at__month=2").status_code == 200
    assert staff.get(f"{lists()['QuoteConsent']}?withdrawn_on__isempty=1").status_code == 200
    assert staff.get(f"{lists()['Practitioner']}?active__exact=0").status_code == 200


DAYS = ["year=0", "year=1", "year=9999", "year=10000", "year=-1", "year=x", "year=" + "9" * 5000, "month=0", "day=32"]
DAYS += ["year=2026&starts_at__month=13", "year=2026&starts_at__month=2&starts_at__day=30", "year=%00", "year=2026%20x"]


@pytest.mark.parametrize("dates", DAYS)
def test_a_day_that_does_not_exist_leads_back_to_the_whole_list(staff, dates):
    answer = staff.get(f"{lists()['ScheduleException']}?starts_at__{dates}")
    assert (answer.status_code, answer.url) == (302, f"{lists()['ScheduleException']}?e=1")


def test_a_moment_that_its_time_zone_puts_beyond_the_calendar_is_no_fault(staff):
    for asked in ("at=0001-01-01 00:00:00%2B14:00", "at__lt=9999-12-31T23:59:59-14:00"):
        assert staff.get(f"/admin/portal/accesschange/?{asked}").status_code in (200, 302), asked


def test_nothing_is_done_to_what_is_no_row(staff):
    chosen = {"action": "delete_selected", "select_across": "0", "index": "0"}
    for number in ("abc", "²", "None", "9" * 5000, "9" * 19, "-1", "1.5", "\0", "", "{}"):
        answer = staff.post("/admin/appointments/openinghours/", chosen | {"_selected_action": ["1", number]})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/admin/appointments/openinghours/?e=1")


@pytest.mark.parametrize("number", ["abc", "9" * 5000, "-1", "1.5", "%00", "٣", "", " ", "1e9", "[]"])
def test_a_row_that_is_no_number_is_chosen_by_nobody(staff, number):
    address = f"{lists()['HealthcareService']}add/"
    assert staff.get(f"{address}?specialty={number}").status_code == 200
    assert staff.post(address, {"specialty": number}).status_code == 200


LONG = {
    "x" * 5000: "Only the first 400 characters",
    "ab " * 25: "Only the first 20 words",
    "so " * 1200: "first 20 words",
}


@pytest.mark.parametrize("typed", LONG)
def test_a_search_keeps_what_was_typed_and_says_what_was_left_out(staff, typed):
    page = staff.get(lists()["Practitioner"], {"q": typed}).content.decode()
    assert LONG[typed] in page and f'value="{typed.strip()}' in page


def test_a_choice_that_is_searched_for_leaves_no_sentence_for_another_page(staff):
    address = reverse("admin:autocomplete")
    field = {"app_label": "appointments", "model_name": "healthcareservice", "field_name": "specialty"}
    assert staff.get(address, field | {"term": "so " * 1200}).status_code in (200, 403)
    assert "were searched for" not in staff.get("/admin/").content.decode()


def test_a_search_of_very_many_words_says_how_many_were_looked_for(staff):
    for model, address in lists().items():
        if admin.site._registry[next(one for one in admin.site._registry if one.__name__ == model)].search_fields:
            answer = staff.get(address, {"q": "so " * 1200})
            assert answer.status_code == 200, model
            assert "Only the first 20 words were searched for." in answer.content.decode(), model
