"""Every address is on the access table, and strangers get there exactly what the table says."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils.cache import patch_vary_headers

from portal.roles import ROLES
from tests.house.access import ADDRESSES, ADMIN_MODELS, Access, access_of
from tests.house.addresses import Address, every_address
from tests.house.asking import status_for
from tests.house.world import everything

pytestmark = pytest.mark.sqlite_only  # what a page says follows from the rows: once is enough

# --- the table is complete -------------------------------------------------------------------------------------------


def undecided(addresses: list[Address]) -> list[str]:
    return [f"{address.name} ({address.route})" for address in addresses if access_of(address.name) is None]


def out_of_date(rows, names: list[str]) -> list[str]:
    """Rows for addresses that are no more."""
    return [row for row in rows if not any(name == row or name.startswith(row.removesuffix("*")) for name in names)]


def test_every_address_has_a_row_and_every_row_an_address():
    addresses = list(every_address())
    assert undecided(addresses) == []
    assert out_of_date(ADDRESSES, [address.name for address in addresses]) == []


def test_a_forgotten_address_and_a_leftover_row_are_caught():
    new = [Address("office:index", "office/"), Address("topics:home", "")]
    assert undecided(new) == ["office:index (office/)"]
    assert out_of_date(["office:*", "old:page"], ["office:index"]) == ["old:page"]


# --- strangers -------------------------------------------------------------------------------------------------------


def fault(access: Access, response) -> str:
    """What is wrong with this answer to a stranger; "" if nothing is."""
    status, kept = response.status_code, response.headers.get("Cache-Control", "")
    expected = {Access.LINK: {404, 410}, Access.STAFF: {302, 405}, Access.DEVELOPMENT: {404}}.get(access, {200})
    if status not in expected:
        return f"answers {status}"
    if status == 405:  # no such method there, for anybody: it tells nothing
        return ""
    if access is Access.STAFF and not response.headers["Location"].startswith("/admin/"):
        return f"leads to {response.headers['Location']}"
    if access is not Access.PUBLIC:
        return "" if "no-store" in kept else f"may be kept ({kept or 'no Cache-Control'})"
    if response.cookies:
        return f"sets the cookie {', '.join(response.cookies)}"
    if "cookie" in response.headers.get("Vary", "").lower():
        return "depends on cookies (Vary)"
    return "" if "public" in kept and "no-store" not in kept else f"may not be kept ({kept})"


def test_strangers_get_what_the_table_says(world):
    wrong = type(world)(form_secret="x" * 43, status_secret="y" * 48)
    faults, client = [], Client()
    for address, path in everything(wrong):
        access = access_of(address.name)
        for method in ("get", "head") if access is not Access.STAFF else ("get", "head", "post"):
            client.cookies.clear()  # each of them is asked for by somebody new
            found = fault(access, getattr(client, method)(path))
            if found:
                faults.append(f"{method.upper()} {path} {found}")
    assert faults == []


def test_each_wrong_answer_to_a_stranger_is_caught():
    def answer(status=200, kept="no-store", cookie="", vary="", location=""):
        response = HttpResponse(status=status, headers={"Cache-Control": kept})
        if location:
            response.headers["Location"] = location
        if vary:
            patch_vary_headers(response, [vary])
        if cookie:
            response.set_cookie(cookie, "1")
        return response

    assert fault(Access.PUBLIC, answer(kept="public, no-cache")) == ""
    assert fault(Access.PUBLIC, answer(kept="public", cookie="csrftoken")) == "sets the cookie csrftoken"
    assert fault(Access.PUBLIC, answer(kept="public", vary="Cookie")) == "depends on cookies (Vary)"
    assert fault(Access.PUBLIC, answer()) == "may not be kept (no-store)"
    assert fault(Access.OPEN, answer(kept="public")) == "may be kept (public)"
    assert fault(Access.LINK, answer(200)) == "answers 200"
    assert fault(Access.STAFF, answer(200)) == "answers 200"
    assert (
        fault(Access.STAFF, answer(302, location="https://elsewhere.example/")) == "leads to https://elsewhere.example/"
    )
    assert fault(Access.DEVELOPMENT, answer(200)) == "answers 200"


def test_a_patients_link_opens_its_page_and_nobody_may_keep_it(world, client):
    for address, path in everything(world):
        if access_of(address.name) is Access.LINK and address.name != "appointments:feed":  # a practitioner's own link
            response = client.get(path, follow=True)  # what cannot be done now leads to the page that says why
            assert response.status_code == 200, path
            assert "no-store" in response.headers["Cache-Control"], path


@override_settings(DEBUG=True)
def test_the_style_guide_opens_while_developing(client, db):
    assert client.get("/styleguide/").status_code == 200


# --- the same page for everyone --------------------------------------------------------------------------------------


def differs(first, second) -> str:
    """How two answers that have to be the same differ; "" if they are."""
    if second.cookies:
        return f"sets the cookie {', '.join(second.cookies)}"
    if "cookie" in second.headers.get("Vary", "").lower():
        return "depends on cookies (Vary)"
    return "" if first.content == second.content else "has other bytes"


def test_public_pages_are_the_same_for_staff_and_in_every_language(world, staff, client):
    client.force_login(staff("superuser"))
    faults, stranger = [], Client()
    for address, path in everything(world):
        if access_of(address.name) is Access.PUBLIC:
            found = differs(stranger.get(path), client.get(path, headers={"accept-language": "uk, ar"}))
            if found:
                faults.append(f"{path} {found} for staff")
    assert faults == []


def test_a_public_page_that_greets_staff_is_caught():
    assert differs(HttpResponse("Welcome"), HttpResponse("Welcome, Sam")) == "has other bytes"
    varied = HttpResponse("Welcome", headers={"Vary": "Cookie"})
    assert differs(HttpResponse("Welcome"), varied) == "depends on cookies (Vary)"


# --- roles -----------------------------------------------------------------------------------------------------------


def role_faults(expected: dict[str, set[str]], found: dict[str, set[str]]) -> list[str]:
    """Where the roles that can open a model's list in the admin are not those of the table."""
    faults = []
    for model in sorted(expected | found):
        should, may = sorted(expected.get(model, ())), sorted(found.get(model, ()))
        if should != may or model not in expected:
            faults.append(f"{model}: the table says {should}, the admin lets in {may}")
    return faults


def test_each_role_sees_the_models_of_the_table_and_no_others(world, staff):
    found: dict[str, set[str]] = {}
    for role in ROLES:
        person = staff(role.slug)
        for address, path in everything(world):
            if address.name.endswith("_changelist"):
                model = ".".join(address.route.split("/")[1:3])
                found.setdefault(model, set())
                if status_for(person, path) == 200:
                    found[model].add(role.slug)
    assert role_faults(ADMIN_MODELS, found) == []


def test_a_role_that_sees_too_much_is_caught():
    expected = {"appointments.appointmentrequest": {"lead"}}
    found = {"appointments.appointmentrequest": {"lead", "editor"}}
    assert role_faults(expected, found) == [
        "appointments.appointmentrequest: the table says ['lead'], the admin lets in ['editor', 'lead']"
    ]
    assert role_faults(expected, expected) == []
