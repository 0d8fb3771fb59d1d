"""Services in the admin: who opens and closes the forms patients fill in, and what they cannot do by mistake."""

import pytest
from django.urls import reverse

from appointments.models import HealthcareService
from tests.appointments.builders import as_role, make_service, make_specialist
from tests.appointments.office import complaints_about

pytestmark = pytest.mark.django_db

LIST = reverse("admin:appointments_healthcareservice_changelist")
TIMES = {  # what the form asks for besides the specialist
    "appointment_minutes": "30",
    "buffer_before": "0",
    "buffer_after": "10",
    "lead_hours": "2",
    "horizon_days": "180",
    "answer_within_hours": "16",
}


@pytest.mark.parametrize("role, status", [("receptionist", 403), ("lead", 302), ("admin", 302), ("superuser", 302)])
def test_a_service_is_closed_with_a_reason_by_those_who_may(service, role, status):
    url = reverse("admin:appointments_healthcareservice_change", args=[service.pk])
    typed = TIMES | {"specialty": service.specialty_id, "closed_reason": "Full until January."}
    assert as_role(role).post(url, typed).status_code == status
    service.refresh_from_db()
    assert service.is_open == (status == 403)


def test_closing_without_a_reason_is_an_error_in_the_form_not_a_crash(service):
    url = reverse("admin:appointments_healthcareservice_change", args=[service.pk])
    response = as_role("lead").post(url, TIMES | {"specialty": service.specialty_id})
    assert response.status_code == 200
    assert "Say why the form is closed" in response.content.decode()


WRONG = [
    *(("appointment_minutes", minutes) for minutes in ("4", "33", "245", "x", "")),
    *(("buffer_before", minutes) for minutes in ("-5", "7", "125")),
    *(("buffer_after", minutes) for minutes in ("-5", "7", "125")),
    *(("lead_hours", hours) for hours in ("-1", "1441")),
    *(("horizon_days", days) for days in ("0", "731")),
    *(("answer_within_hours", hours) for hours in ("0", "401")),
]


def test_a_length_that_makes_no_sense_is_an_error_at_its_field(db):
    typed = TIMES | {"specialty": make_specialist("surgeon").pk, "is_open": "on"}
    assert complaints_about("healthcareservice", typed) == {}
    for field, wrong in WRONG:
        assert list(complaints_about("healthcareservice", typed | {field: wrong})) == [field], (field, wrong)


@pytest.mark.parametrize("role", ["lead", "admin", "superuser"])
def test_a_service_is_never_deleted(service, role):
    client = as_role(role)
    url = reverse("admin:appointments_healthcareservice_delete", args=[service.pk])
    assert client.get(url).status_code == 403
    assert client.post(url, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [str(service.pk)], "post": "yes"})
    assert HealthcareService.objects.filter(pk=service.pk).exists()


def test_a_second_service_for_one_specialist_is_an_error_in_the_form(service):
    add = reverse("admin:appointments_healthcareservice_add")
    typed = TIMES | {"specialty": service.specialty_id, "is_open": "on"}
    response = as_role("lead").post(add, typed)
    assert response.status_code == 200 and "specialty" in response.context["adminform"].form.errors
    typed["specialty"] = make_specialist("physiotherapist").pk
    assert as_role("lead").post(add, typed).status_code == 302


@pytest.mark.parametrize("services", [1, 6])
def test_the_list_costs_the_same_however_many_there_are(db, services, django_assert_num_queries):
    for number in range(services):
        make_service(f"specialist-{number}")
    client = as_role("lead")
    with django_assert_num_queries(7):  # session, user, rights of the user and of their groups, two counts, rows
        assert client.get(LIST).context["cl"].result_count == services
