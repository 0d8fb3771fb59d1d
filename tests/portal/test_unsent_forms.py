"""What was typed is there again after an ended session, a new login elsewhere, or a missing cookie; to nobody else."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import unsent_forms
from portal.lib.own_page import is_from_own_page
from portal.models import User
from tests.builders import make_ready, make_topic, make_user
from tests.portal import lost_sessions
from tests.portal.forms import page_of
from tests.portal.lost_sessions import OWN, PASSWORD, WAYS, Browser, Form
from tests.portal.valid_html import read, text
from tests.topics.rows import stored
from topics.actions.reviewing import submit
from topics.models import SignOff, Topic, TopicEvent, WordRule

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough
# To the login page, and straight to the page that sends it once more. Every other way is gone with a form of the admin.
SOME_WAYS = (lost_sessions.session_ended, lost_sessions.out_and_in_again)
WORDS = "Rückenschmerz “seit Montag”,\r\n\r\n<b>fünf</b> & mehr 🙂"
KEPT = WORDS.replace("\r\n", "\n")


@pytest.fixture
def editor():
    return Browser(make_user("editor"))


@pytest.fixture
def topic():
    return make_topic(kind="condition", summary="Old words.")


def article(topic) -> str:
    return f"/admin/topics/condition/{topic.pk}/change/"


def step(topic, name) -> str:
    return f"/admin/topics/condition/{topic.pk}/step/{name}/"


def summary(topic) -> str:
    return Topic.objects.get(pk=topic.pk).summary


def heading(response) -> str:
    return text(page_of(response).query_one("h1"))


@pytest.mark.parametrize("way", SOME_WAYS, ids=lambda way: way.__name__)
def test_an_article_is_there_again_and_is_stored_when_it_is_sent_once_more(editor, topic, way):
    form = editor.form(article(topic), "#editing")
    way(editor)
    before = stored(but="last_seen")
    answer = editor.press(form, summary=WORDS, _save="Save")
    assert stored(but="last_seen") == before
    assert editor.again(answer).status_code == 302
    assert summary(topic) == KEPT


def test_the_words_of_a_step_are_there_again(topic):
    topic = make_ready(topic)
    submit(topic=topic, by=make_user("editor"), now=topic.changed_at, note="")
    reviewer = Browser(make_user("clinician"))
    form = reviewer.form(step(topic, "request_changes"))
    lost_sessions.session_ended(reviewer)
    assert reviewer.again(reviewer.press(form, note=WORDS)).status_code == 302
    assert TopicEvent.objects.get(step="request_changes").note == KEPT


@pytest.mark.parametrize("way", SOME_WAYS, ids=lambda way: way.__name__)
def test_a_signature_is_given_when_it_is_sent_once_more_and_not_before(topic, way):
    topic = make_ready(topic)
    submit(topic=topic, by=make_user("editor"), now=topic.changed_at, note="")
    reviewer = Browser(make_user("clinician"))
    form = reviewer.form(step(topic, "sign_off"))
    way(reviewer)
    answer = reviewer.press(form, read="on")
    assert not SignOff.objects.exists()
    assert reviewer.again(answer).status_code == 302
    assert SignOff.objects.get().reviewer == reviewer.person


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_form_of_the_admin_is_there_again(way):
    person = Browser(make_user("superuser"))
    form = person.form("/admin/topics/wordrule/add/", "#wordrule_form")
    way(person)
    answer = person.press(form, phrase="always heals", kind="fear", instead="“often” & <mostly>", _save="Save")
    assert not WordRule.objects.exists()
    assert person.again(answer).status_code == 302
    assert WordRule.objects.get().instead == "“often” & <mostly>"


def test_every_value_of_a_name_and_the_query_of_the_address_come_along(editor, topic):
    form = editor.form(article(topic) + "?a=1&b=%C3%A4", "#editing")
    lost_sessions.session_ended(editor)
    again = Form(_logged_in(editor, editor.press(form, x=["1", "2", "1"])), "main form")
    assert again.address == article(topic) + "?a=1&b=%C3%A4"
    assert again.sent["x"] == ["1", "2", "1"]


def _logged_in(browser, response, person=None):
    login = Form(response, "#login-form")
    return browser.press(login, username=(person or browser.person).email, password=PASSWORD)


def test_the_pages_say_what_happened_and_are_whole(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    login = editor.press(form, summary=WORDS)
    assert "What you typed is kept: log in" in text(page_of(login).query_one(".kept-note"))
    assert WORDS not in login.content.decode()
    shown = _logged_in(editor, login)
    page = read(shown.content)
    assert text(page.query_one("h1")) == "Please send this once more"
    assert any("<b>fünf</b> & mehr 🙂" in text(one) for one in page.query(".typed-text"))
    assert b"<b>" not in shown.content
    for answer in (login, shown):
        assert "no-store" in answer.headers["Cache-Control"] and "private" in answer.headers["Cache-Control"]


def test_a_wrong_password_loses_nothing(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    response = editor.press(form, summary=WORDS, _save="Save")
    for wrong in ("", "wrong", "x" * 200):
        response = editor.press(Form(response, "#login-form"), username=editor.person.email, password=wrong)
        assert response.status_code == 200
    assert editor.press(Form(_logged_in(editor, response), "main form")).status_code == 302
    assert summary(topic) == KEPT


def test_who_has_logged_in_elsewhere_meanwhile_gets_it_from_the_old_login_page(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    login = Form(editor.press(form, summary=WORDS, _save="Save"), "#login-form")
    editor.log_in(editor.person)
    answer = editor.press(login, username=editor.person.email, password=PASSWORD)
    assert heading(answer) == "Please send this once more"
    assert PASSWORD not in answer.content.decode()
    assert editor.press(Form(answer, "main form")).status_code == 302
    assert summary(topic) == KEPT


def test_a_second_loss_on_the_way_loses_nothing_either(editor, topic):
    form = editor.form(article(topic), "#editing")
    for way in WAYS:
        way(editor)
        response = editor.press(form, summary=WORDS, _save="Save")
        if page_of(response).query_one("#login-form"):
            response = _logged_in(editor, response)
        form = Form(response, "main form")
    assert editor.press(form).status_code == 302
    assert summary(topic) == KEPT


# --- to nobody else --------------------------------------------------------------------------------------------------


def _ways_to_another(browser, other):
    def out_and_in(_browser):
        browser.log_out()
        browser.log_in(other)

    def ended_and_in(_browser):
        Session.objects.all().delete()
        browser.log_in(other)

    return out_and_in, ended_and_in


@pytest.mark.parametrize("number", [0, 1])
def test_somebody_else_on_the_same_browser_sees_nothing_and_the_writer_gets_it_back(editor, topic, number):
    other = make_user("editor")
    form = editor.form(article(topic), "#editing")
    _ways_to_another(editor, other)[number](editor)
    answer = editor.press(form, summary=WORDS, plain_name="Zebra", _save="Save")
    assert answer.status_code == 403
    assert "shown to nobody else" in text(page_of(answer).query_one(".kept-note"))
    assert "Zebra" not in answer.content.decode() and "fünf" not in answer.content.decode()
    refused = _logged_in(editor, answer, other)
    assert refused.status_code == 302
    followed = editor.client.get(refused.url)
    assert "belongs to another account" in followed.content.decode()
    assert "Zebra" not in followed.content.decode()
    assert editor.again(answer).status_code == 302
    assert summary(topic) == KEPT


def test_somebody_else_who_logs_in_at_the_login_page_gets_nothing(editor, topic):
    other = make_user("superuser")
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    answer = _logged_in(editor, editor.press(form, plain_name="Zebra"), other)
    assert answer.status_code == 302
    assert answer.url == article(topic)
    assert "Zebra" not in editor.client.get(answer.url).content.decode()


# --- nothing forged --------------------------------------------------------------------------------------------------

STRANGE = {
    "another site": {"Origin": "https://evil.example"},
    "a site whose name begins like ours": {"Origin": "http://testserver.evil.example"},
    "our name, another port": {"Origin": "http://testserver:81"},
    "our name, another scheme": {"Origin": "https://testserver"},
    "an origin that is hidden": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "a browser that says nothing": {},
    "a referrer alone": {"Referer": "http://testserver/admin/"},
    "a site beside ours": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
    "another site, by the newer header": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "no page at all": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    "two that disagree": {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    "a script of ours": OWN | {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    "a script without rights": OWN | {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"},
}


SOME_STRANGE = ("another site", "a browser that says nothing", "two that disagree")


def test_no_header_of_another_site_is_taken_for_one_of_our_pages(rf):
    ours = (OWN, {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"})
    assert all(is_from_own_page(rf.post("/", headers=headers)) for headers in ours)
    assert [where for where, headers in STRANGE.items() if is_from_own_page(rf.post("/", headers=headers))] == []


@pytest.mark.parametrize("way", [lost_sessions.out_and_in_again, lost_sessions.forgery_cookie_gone])
def test_what_comes_from_elsewhere_is_neither_done_nor_shown(editor, topic, way):
    form = editor.form(article(topic), "#editing")
    way(editor)
    for where in SOME_STRANGE:
        answer = editor.press(form, headers=STRANGE[where], summary="Forged words", _save="Save")
        assert answer.status_code == 403
        assert heading(answer) == "We could not be sure this came from you", where
        assert "Forged" not in answer.content.decode()
    assert summary(topic) == "Old words."


def test_what_comes_from_elsewhere_is_not_carried_through_the_login(editor, topic):
    form = editor.form(article(topic), "#editing")
    Session.objects.all().delete()
    for where in SOME_STRANGE:
        answer = editor.press(form, headers=STRANGE[where], summary="Forged words")
        assert answer.status_code in (302, 403)
        assert unsent_forms.CARRIED not in answer.content.decode(), where


def test_browsers_say_in_two_ways_that_a_page_of_ours_sent_a_form(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.out_and_in_again(editor)
    for headers in (OWN, {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}):
        assert heading(editor.press(form, headers=headers)) == "Please send this once more"


def _marks(person: User) -> dict[str, str | None]:
    own = Browser(make_user("editor")).form("/admin/topics/wordrule/", "#logout-form").sent[unsent_forms.MARK][0]
    return {
        "none": None,
        "empty": "",
        "plain": str(person.pk),
        "another account's, with this one's key": own.replace(own.split(":")[0], str(person.pk), 1),
        "cut": own[:-1],
        "of the login page": "x:y:z",
        "very long": "1:" * 5000,
        "with a NUL": f"{person.pk}\x00:a:b",
    }


def test_without_a_mark_of_ours_nothing_is_shown(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.out_and_in_again(editor)
    for name, mark in _marks(editor.person).items():
        answer = editor.press(form, **{unsent_forms.MARK: mark}, summary="Forged words")
        assert heading(answer) == "We could not be sure this came from you", name
        assert "Forged" not in answer.content.decode()


def test_a_mark_of_the_forgers_own_account_shows_the_victim_nothing(editor, topic):
    forger = Browser(make_user("editor"))
    mark = forger.form(article(topic), "#editing").sent[unsent_forms.MARK]
    form = editor.form(article(topic), "#editing")
    lost_sessions.out_and_in_again(editor)
    answer = editor.press(form, **{unsent_forms.MARK: mark}, summary="Forged words")
    assert "Forged" not in answer.content.decode()
    refused = _logged_in(editor, answer)
    assert refused.status_code == 302
    assert "Forged" not in editor.client.get(refused.url).content.decode()


SEALS = ("", "x", "a:b:c", ":::", "é" * 50, "A" * 100_000, "eyJhIjoxfQ:1uVxyz:AAAA")


def test_a_seal_that_is_none_of_ours_opens_nothing(rf):
    for sealed in SEALS:
        assert unsent_forms.carried_by(rf.post("/", {unsent_forms.CARRIED: sealed})) is None
    browser, person = Browser(), make_user("editor")
    form = browser.form("/admin/login/?next=/admin/topics/", "#login-form")
    typed = {unsent_forms.CARRIED: SEALS[-1], "username": person.email, "password": PASSWORD}
    answer = browser.press(form, **typed)
    assert (answer.status_code, answer.url) == (302, "/admin/topics/")


def test_a_mark_and_a_seal_come_to_an_end(editor, topic):
    with time_machine.travel("2027-03-01 09:00Z", tick=False) as clock:
        editor = Browser(editor.person)
        form = editor.form(article(topic), "#editing")
        lost_sessions.out_and_in_again(editor)
        clock.shift(unsent_forms.KEPT_FOR + timedelta(hours=14))
        Session.objects.all().delete()
        login = editor.press(form, summary=WORDS)
        clock.shift(timedelta(hours=2))  # past midnight
        assert heading(editor.press(form, summary=WORDS)) == "We could not be sure this came from you"
        assert heading(_logged_in(editor, login)) == "Please send this once more"
        Session.objects.all().delete()
        clock.shift(unsent_forms.KEPT_FOR)
        carried = Form(login, "#login-form").sent[unsent_forms.CARRIED]
        fresh = editor.form("/admin/login/", "#login-form")
        typed = {unsent_forms.CARRIED: carried, "username": editor.person.email, "password": PASSWORD}
        followed = editor.client.get(editor.press(fresh, **typed).url)
        assert "could not be kept that long" in followed.content.decode()


def test_the_form_leads_to_no_other_site(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.out_and_in_again(editor)
    for address in ("//evil.example/", "/%5Cevil.example/", "/admin/topics/../../\\evil.example/", "/@evil.example"):
        form.address = address
        answer = editor.client.post(f"http://testserver{address}", form.sent, headers=OWN)
        if answer.status_code == 403:
            action = page_of(answer).query_one("main form").attrs["action"]
            assert action.startswith("/") and not action.startswith(("//", "/\\"))


def test_logging_out_needs_no_keeping(editor):
    form = editor.form("/admin/password_change/", "#logout-form")
    Session.objects.all().delete()
    answer = editor.press(form)
    assert (answer.status_code, answer.url) == (302, "/admin/")
    lost_sessions.all_cookies_gone(editor)
    assert heading(editor.press(form)) == "We could not be sure this came from you"


# --- what is never kept ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", SOME_WAYS, ids=lambda way: way.__name__)
def test_passwords_are_never_kept(way, caplog):
    person = Browser(make_user("superuser"))
    form = person.form("/admin/portal/user/add/", "#user_form")
    way(person)
    typed = {"email": "new@clinic.example", "password1": "zebra-crossing-9", "password2": "zebra-crossing-9"}
    with caplog.at_level(logging.DEBUG):
        answer = person.press(form, **typed, _save="Save")
    pages = [answer.content.decode()]
    if page_of(answer).query_one("#login-form"):
        answer = _logged_in(person, answer)
        pages.append(answer.content.decode())
    assert "Passwords are not kept" in text(page_of(answer).query_one("main"))
    final = person.press(Form(answer, "main form"))
    assert final.status_code == 200
    assert page_of(final).query_one("#id_email").attrs["value"] == "new@clinic.example"
    assert not any("zebra" in page for page in [*pages, final.content.decode(), caplog.text])


@pytest.mark.parametrize("way", SOME_WAYS, ids=lambda way: way.__name__)
def test_a_file_has_to_be_chosen_again_and_what_stands_beside_it_is_kept(editor, way):
    form = editor.form("/admin/topics/articleimport/add/", "form[enctype]")
    way(editor)
    file = SimpleUploadedFile("<i>back</i>.txt", b"Back pain\n\nWords.")
    answer = editor.press(form, file=file, kind="condition", into="Some page")
    if page_of(answer).query_one("#login-form"):
        assert "Files cannot be kept" in text(page_of(answer).query_one(".kept-note"))
        answer = _logged_in(editor, answer)
    assert "choose it again on the next page: i>.txt" in text(page_of(answer).query_one("main"))
    final = editor.press(Form(answer, "main form"))
    assert "Choose a file." in final.content.decode()
    assert page_of(final).query_one("[name=into]").attrs["value"] == "Some page"


def test_nothing_of_it_is_in_an_address_a_cookie_a_header_or_the_log(editor, topic, caplog):
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    with caplog.at_level(logging.DEBUG):
        login = editor.press(form, summary="Zebra words", _save="Save")
        shown = _logged_in(editor, login)
        editor.press(Form(shown, "main form"))
    for answer in (login, shown):
        assert "Zebra" not in str(answer.headers) + answer.cookies.output()
    assert "Zebra" not in caplog.text
    assert "Zebra" not in str(list(Session.objects.values()))


def test_what_is_too_long_to_be_carried_is_there_after_a_login_in_another_tab(editor, topic, monkeypatch):
    monkeypatch.setattr(unsent_forms, "MOST_CARRIED", 500)
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    answer = editor.press(form, summary=WORDS, _save="Save")
    assert page_of(answer).query_one(f"[name={unsent_forms.CARRIED}]") is None
    link = page_of(answer).query_one(".kept-note a")
    assert link.attrs["target"] == "_blank"
    editor.press(editor.form(link.attrs["href"], "#login-form"), username=editor.person.email, password=PASSWORD)
    assert editor.again(editor.press(form, summary=WORDS, _save="Save")).status_code == 302
    assert summary(topic) == KEPT


def test_the_longest_form_that_is_taken_comes_through_the_login(editor, topic):
    form = editor.form(article(topic), "#editing")
    lost_sessions.session_ended(editor)
    long = "Слово за словом. " * 11_000
    answer = editor.again(editor.press(form, summary=long, _save="Save"))
    assert answer.status_code == 302
    assert summary(topic) == long.strip()
