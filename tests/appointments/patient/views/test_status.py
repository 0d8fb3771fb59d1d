"""The page behind a patient's link: today's truth, nothing personal, and reading changes nothing."""

from datetime import timedelta

import pytest
import time_machine

from appointments import link_secrets
from appointments.booking.actions import absences
from appointments.messages.actions import links
from appointments.models import AppointmentRequest, LinkToken, ScheduleException
from tests.appointments.behind_link import Visitor
from tests.appointments.builders import (
    NOON,
    Patient,
    day_in,
    everything_stored,
    make_article,
    make_request,
    tables_holding,
)
from tests.appointments.clinic import at
from tests.appointments.kept_clinic import kept_clinic
from tests.appointments.pages import Page

pytestmark = pytest.mark.django_db

CANARIES = {
    "patient_name": "Canaryname",
    "requester_name": "Canaryasker",
    "reason": "Canaryreason chest pain",
    "access_note": "Canarynote",
    "language": "Canarylanguage",
    "email": "canary@example.org",
}


@pytest.fixture
def asked(service):
    """A request, and the address of its status page."""
    secret = link_secrets.new_secret()
    request = make_request(service, secret=secret)
    return request, f"/appointments/{link_secrets.status_secret(secret)}/"


def test_it_says_that_nothing_is_booked_and_what_comes_next_by_when(asked, client):
    request, url = asked
    page = Page(client.get(url))
    assert page.heading == "Request sent – not booked yet"
    assert page.title.startswith("Request sent – not booked yet")
    assert request.spoken_reference in page.main
    assert "We call you by Friday 27 November, 12:00 (GMT)" in page.main
    assert "You need not do anything else now." in page.main
    assert "Call 020 7946 0018" in page.main
    assert "You asked for: Neurologist." in page.main


def test_the_emergency_card_is_there_after_sending_too(asked, client):
    _request, url = asked
    page = Page(client.get(url))
    assert "Call 999 now if someone has:" in page.main
    assert 'href="tel:999"' in page.html


def test_it_shows_nothing_that_was_typed(service, client):
    secret = link_secrets.new_secret()
    make_request(
        service,
        secret=secret,
        edition=make_article(),
        for_whom="child",
        patient_birth_year=2019,
        windows=[(day_in(30), "evening")],
        access_needs=["interpreter"],
        **CANARIES,
    )
    html = client.get(f"/appointments/{link_secrets.status_secret(secret)}/").content.decode()
    assert "canary" not in html.lower()
    for told in (
        "7946 0123",
        "+442079460123",
        "2019",
        "Cramps",
        "cramps",
        "interpreter",
        "evening",
        "child",
        "chest pain, or",
    ):
        assert (told in html) == (told == "chest pain, or"), (
            told
        )  # the emergency card speaks of chest pain to everybody


@pytest.mark.parametrize("email, told", [("olena@example.org", True), ("", False)])
def test_an_e_mail_is_announced_only_if_one_is_sent(service, client, email, told):
    patient = Patient().start().fill(reach={"email": email})
    page = Page(patient.client.get(patient.send("check").url))
    assert ("We also send you a short e-mail" in page.main) == told


def test_a_request_set_aside_has_a_reference_and_the_same_page(service):
    pages = []
    for name in ("Olena Example", "Call +1 800 555 0199 about your refund"):
        patient = Patient().start().fill(who={"patient_name": name}, reach={"email": ""})
        response = patient.client.get(patient.send("check").url)
        reference = AppointmentRequest.objects.order_by("pk").last().spoken_reference
        assert reference in response.content.decode()
        pages.append(response.content.decode().replace(reference, "REFERENCE"))
    assert AppointmentRequest.objects.order_by("pk").last().is_quarantined
    assert pages[0] == pages[1]


# --- links -----------------------------------------------------------------------------------------------------------


def test_a_link_nobody_made_is_a_404(asked, client):
    for secret in ("x" * 48, "0", "%00", "a b", "ключ", "x" * 3000, "..", "%E2%80%AE", "admin"):
        response = client.get(f"/appointments/{secret}/")
        assert response.status_code == 404, secret
        assert "no-store" in response["Cache-Control"]


def test_no_part_or_variation_of_a_link_opens_anything(asked, client):
    request, url = asked
    secret = url.split("/")[2]
    digest = LinkToken.objects.get().digest
    swapped = "".join("1" if digit == "0" else "0" for digit in secret)
    for other in (secret[:-1], secret + "0", secret.upper(), swapped, digest, request.reference, str(request.pk)):
        if other != secret:
            assert client.get(f"/appointments/{other}/").status_code == 404, other


def test_an_ended_link_says_so_and_shows_nothing_of_the_request(asked, client):
    request, url = asked
    with time_machine.travel(NOON + links.VALID_FOR - timedelta(seconds=30)):
        assert client.get(url).status_code == 200
    with time_machine.travel(NOON + links.VALID_FOR):
        response = client.get(url)
    assert response.status_code == 410
    page = Page(response)
    assert page.heading == "This link has ended"
    assert "Your request itself is not touched by that." in page.main
    assert "Call 020 7946 0018" in page.main
    assert request.spoken_reference not in page.html and "Neurologist" not in page.main


def test_a_revoked_link_says_so_while_the_others_still_open(asked, client):
    request, url = asked
    other = f"/appointments/{links.mint(request=request, now=NOON)}/"
    LinkToken.objects.filter(digest=link_secrets.digest(url.split("/")[2])).update(revoked_at=NOON)
    assert client.get(url).status_code == 410
    assert client.get(other).status_code == 200


def test_a_form_sent_long_ago_leads_to_its_link_even_when_that_has_ended(patient):
    patient.fill().send("check")
    with time_machine.travel(NOON + links.VALID_FOR + timedelta(days=1)):
        answer = patient.open("check")
        assert answer.url == patient.status_url
        assert patient.client.get(answer.url).status_code == 410


def test_links_and_forms_outlive_a_change_of_the_portals_key(asked, client, settings):
    """The key of an installation is changed when it may have been seen; nobody loses their request by that."""
    request, url = asked
    unfinished = Patient().start().fill()
    settings.SECRET_KEY = "another-key-" * 5
    assert request.spoken_reference in Page(client.get(url)).main
    assert unfinished.send("check").url == unfinished.status_url
    assert unfinished.client.get(unfinished.status_url).status_code == 200


def test_each_link_opens_its_own_request_only(service, client):
    first, second = link_secrets.new_secret(), link_secrets.new_secret()
    references = [make_request(service, secret=secret).spoken_reference for secret in (first, second)]
    for secret, own, other in ((first, *references), (second, *reversed(references))):
        html = client.get(f"/appointments/{link_secrets.status_secret(secret)}/").content.decode()
        assert own in html and other not in html


def test_no_secret_of_the_whole_way_is_stored_anywhere(patient):
    patient.fill().send("check")
    patient.client.get(patient.status_url)
    for secret in (patient.secret, patient.status_url.split("/")[2]):
        assert tables_holding(secret) == []


# --- reading ---------------------------------------------------------------------------------------------------------


def test_reading_changes_nothing_however_often_and_by_whomever(asked, client):
    """Scanners in mail programs open every link, with GET and with HEAD."""
    _request, url = asked
    before = everything_stored()
    for _ in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
    assert everything_stored() == before


def test_nothing_but_reading_is_possible(asked, client):
    _request, url = asked
    before = everything_stored()
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(url, {"cancel": "yes"}).status_code == 405, method
    assert everything_stored() == before


def test_nobody_keeps_the_page_and_its_address_goes_nowhere(asked, client):
    _request, url = asked
    response = client.get(url)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert not response.cookies
    page = Page(response)
    assert page.one("meta[name=robots]").attrs["content"] == "noindex"
    outward = [link.attrs["href"] for link in page.tree.query("a") if link.attrs["href"].startswith(("http", "//"))]
    assert outward == []
    sources = [
        element.attrs.get("src") or element.attrs.get("href") for element in page.tree.query("script, link, img")
    ]
    assert [source for source in sources if not source.startswith("/static/")] == []


def test_the_page_costs_three_queries(asked, client, django_assert_num_queries):
    _request, url = asked
    with django_assert_num_queries(3):  # the link, what happened, and the calls
        client.get(url)


def test_the_patient_is_told_of_wrong_answers(asked, client):
    for wrong, told, only_phone in ((0, False, False), (4, False, False), (5, True, False), (12, True, True)):
        AppointmentRequest.objects.update(wrong_answers=wrong)
        page = client.get(asked[1]).content.decode()
        assert (f"{wrong} times somebody behind a link" in page) is told
        assert ("only by phone" in page) is only_phone


def test_an_address_that_says_what_was_done_says_so_no_longer_once_it_is_not_true(asked, client):
    _request, url = asked
    for done in ("coming", "kept", "told", "none"):
        assert not Page(client.get(f"{url}?done={done}")).tree.query("[role=status]"), done


def test_thanks_for_coming_are_gone_once_the_time_cannot_be_kept():
    clinic = kept_clinic()
    appointment = clinic.booked(at(9))
    visitor = Visitor(appointment.request)
    visitor.send("coming", on=visitor.open())
    assert "Thank you for telling us" in Page(visitor.client.get(visitor.url() + "?done=coming")).main
    leave = {"practitioner": clinic.doctor, "starts_at": at(8), "ends_at": at(18)}
    absences.add(ScheduleException.Kind.LEAVE, **leave, by=clinic.lead, now=NOON)
    page = Page(visitor.client.get(visitor.url() + "?done=coming"))
    assert page.heading == "We cannot keep your appointment" and "Thank you" not in page.main
    assert "is kept" not in Page(visitor.client.get(visitor.url() + "?done=kept")).main
