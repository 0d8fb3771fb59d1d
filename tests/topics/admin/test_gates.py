"""What stands between a draft and its readers, on the pages of the admin: listed, linked to its place, let pass."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from tests.builders import (
    NOW,
    make_card,
    make_contribution,
    make_item,
    make_ready,
    make_red_flag,
    make_section,
    make_signed,
    make_topic,
    make_user,
    make_word_rule,
)
from tests.portal.forms import page_of
from tests.portal.valid_html import every_element, text
from tests.topics.rows import stored
from topics.actions import waiving
from topics.compose import compose
from topics.gates.run import findings
from topics.models import Edition, Topic, Waiver

pytestmark = pytest.mark.django_db
SIGN = "No point of an emergency card names “numbness around the genitals” (Lower back)."


@pytest.fixture
def people():
    """A client and an account for each role."""
    made = {}
    for role in ("editor", "clinician", "admin"):
        client, person = Client(), make_user(role)
        client.force_login(person)
        client.person = person
        made[role] = client
    return made


@pytest.fixture
def article():
    """A draft that leaves out a warning sign, has an undecided line and a word of the list."""
    make_word_rule("guaranteed")
    flag = make_red_flag(sign="numbness around the genitals", said_as="numb genital")
    flag.region.name = "Lower back"
    flag.region.save()
    topic = make_topic(kind="symptom", name="Cramps", summary="They mostly pass.")
    topic.body_regions.add(flag.region)
    make_card(topic, points="something else")
    make_item(make_section(topic, body="It is guaranteed to help.", heading="Help", stable_id="help"), label="A habit")
    for kind in ("causes", "who_to_see"):
        make_section(topic, kind=kind)
    return topic


def address(topic, page="change") -> str:
    return f"/admin/topics/symptom/{topic.pk}/{page}/"


def panel(response):
    """The list on the page; None if there is none."""
    return page_of(response).query_one(".gates")


def links(part, words) -> list[str]:
    return [link.attrs["href"] for link in part.query("a") if text(link).startswith(words)]


def question_about(topic, code="red_flag") -> str:
    """Where "Let this pass" of the first such finding leads."""
    finding = next(one for one in findings(topic, compose(topic)) if one.code == code)
    return f"{address(topic, 'waive')}?{urlencode({'code': finding.code, 'key': finding.key})}"


def waive_first(client, topic, reason="It is explained on the page.") -> str:
    """Answers the question that the first "Let this pass" leads to; gives its address."""
    question = question_about(topic)
    form = page_of(client.get(question)).query_one("input[name=fingerprint]")
    client.post(question, {"fingerprint": form.attrs["value"], "reason": reason})
    return question


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_editing_page_lists_what_is_missing_how_to_mend_it_and_links_to_the_place(people, article):
    response = people["editor"].get(address(article))
    shown = text(panel(response))
    assert "4 things to mend before this page can go live" in shown
    for sentence in (
        SIGN,
        "One line under “Help” has neither a link nor a reason for having none.",
        "The page names no source.",
        "“guaranteed” promises too much.",
        "It is guaranteed to help.",
        "Instead: say how likely it is",
    ):
        assert sentence in shown
    ids = {element.attrs.get("id") for element in every_element(page_of(response).root)}
    places = links(panel(response), "Go to the place")
    assert [urlsplit(place).fragment for place in places] == [
        "id_cards-0-points",
        "id_sections-0-list",
        "sources-heading",
        "id_sections-0-body",
    ]
    assert {urlsplit(place).fragment for place in places} <= ids
    assert {urlsplit(place).path for place in places} == {address(article)}


def test_a_page_with_nothing_to_mend_says_so(people):
    topic = make_ready(make_topic(kind="symptom"))
    assert "Nothing to mend before this page can go live" in text(panel(people["editor"].get(address(topic))))


def test_a_new_page_and_one_that_is_being_typed_show_no_list(people, article):
    assert panel(people["editor"].get("/admin/topics/symptom/add/")) is None
    assert panel(people["editor"].post(address(article), {"_arrange": "sections add", "name": "x"})) is None


def test_a_long_list_is_folded_away_above_the_text_but_not_on_a_step(people, article):
    for number in range(6):
        make_section(article, body="", heading=f"Empty {number}")
    on_editing = panel(people["editor"].get(address(article))).query_one("details")
    on_step = panel(people["editor"].get(address(article, "step/submit"))).query_one("details")
    assert ("open" in on_editing.attrs, "open" in on_step.attrs) == (False, True)


# --- on the way to readers -------------------------------------------------------------------------------------------


def test_submitting_warns_and_goes_through_and_signing_warns_again_but_not_taking_back(people, article):
    page = text(panel(people["editor"].get(address(article, "step/submit"))))
    assert "You can submit the draft all the same." in page and SIGN in page
    assert people["editor"].post(address(article, "step/submit")).status_code == 302
    page = text(panel(people["clinician"].get(address(article, "step/sign_off"))))
    assert "Your signature alone does not bring the page to its readers" in page and SIGN in page
    assert panel(people["editor"].get(address(article, "step/take_back"))) is None, "it leads elsewhere"


def test_publishing_is_refused_with_the_list_and_its_links_and_nothing_is_stored(people):
    topic = make_signed(make_topic(kind="symptom"))
    make_red_flag(topic.body_regions.get(), sign="fever", said_as="fever")
    before = stored()
    response = people["editor"].post(address(topic, "step/publish"), {"significance": "minor"})
    assert "One thing has to be mended or waived before this page can go live." in text(page_of(response).root)
    assert links(panel(response), "Go to the place") == [f"{address(topic)}#id_cards-0-points"]
    assert stored() == before


def test_in_an_emergency_only_what_stops_even_that_is_listed(people, article):
    page = text(panel(people["admin"].get(address(article, "step/force_publish"))))
    assert "One thing stops even this" in page and SIGN in page
    assert "source" not in page
    response = people["admin"].post(address(article, "step/force_publish"), {"reason": "It burns."})
    assert "One thing has to be mended or waived" in text(page_of(response).root)
    assert not Edition.objects.exists()


# --- let pass --------------------------------------------------------------------------------------------------------


def test_only_reviewers_are_offered_to_let_something_pass_and_only_what_may_pass(people, article):
    assert links(panel(people["editor"].get(address(article))), "Let this pass") == []
    assert links(panel(people["admin"].get(address(article))), "Let this pass") == []
    offered = links(panel(people["clinician"].get(address(article))), "Let this pass")
    assert offered == [question_about(article, code) for code in ("red_flag", "wording")]


def test_a_reviewer_lets_a_missing_sign_pass_everybody_sees_who_and_why_and_they_take_it_back(people, article):
    waive_first(people["clinician"], article)
    shown = text(panel(people["editor"].get(address(article))))
    assert "3 things to mend" in shown and "A reviewer let one thing pass" in shown
    person = people["clinician"].person
    assert f"{person}, " in shown and "“It is explained on the page.”" in shown
    assert Waiver.objects.living().get().by == person
    assert "Take back" not in shown
    number = panel(people["clinician"].get(address(article))).query_one("form input[name=waiver]").attrs["value"]
    assert people["clinician"].post(address(article, "unwaive"), {"waiver": number}).status_code == 302
    assert "4 things to mend" in text(panel(people["clinician"].get(address(article))))


def test_a_signed_page_with_everything_waived_is_published(people):
    topic = make_signed(make_topic(kind="symptom"))
    make_red_flag(topic.body_regions.get(), sign="fever", said_as="fever")
    waive_first(people["clinician"], topic)
    people["editor"].post(address(topic, "step/publish"), {"significance": "minor"})
    assert Topic.objects.get(pk=topic.pk).live_edition.number == 1


def test_a_waiver_that_is_not_there_or_of_another_page_is_not_found(people, article):
    for number in ("", "x", "²", "9" * 30, "999999"):
        assert people["clinician"].post(address(article, "unwaive"), {"waiver": number}).status_code == 404, number
    waive_first(people["clinician"], article)
    other, waiver = make_topic(kind="symptom"), Waiver.objects.get()
    assert people["clinician"].post(address(other, "unwaive"), {"waiver": waiver.pk}).status_code == 404
    assert Waiver.objects.living().exists()


def test_a_reason_is_asked_for_and_the_form_stays(people, article):
    question = question_about(article)
    response = people["clinician"].post(question, {"fingerprint": "0" * 64, "reason": " "})
    assert "Say why this may pass" in text(page_of(response).root)
    assert not Waiver.objects.exists()


def test_words_that_changed_since_the_question_was_asked_are_not_let_pass(people, article):
    question = question_about(article, "wording")
    fingerprint = page_of(people["clinician"].get(question)).query_one("input[name=fingerprint]").attrs["value"]
    article.sections.update(body="Still guaranteed.")
    response = people["clinician"].post(question, {"fingerprint": fingerprint, "reason": "It is."})
    assert "This has changed since you looked at it. Look again." in text(page_of(response).root)
    assert not Waiver.objects.exists()


def test_whoever_has_unsigned_words_in_the_text_is_told_that_another_reviewer_judges(people, article):
    make_contribution(article, people["clinician"].person, "name")
    page = panel(people["clinician"].get(address(article)))
    assert "Words of yours stand in “name”" in text(page)
    assert "Another reviewer judges what may pass." in text(page)
    assert links(page, "Let this pass") == []


def test_what_is_mended_or_cannot_pass_leads_back_to_the_page(people, article):
    for question in ("", "?code=wording&key=gone", "?code=undecided&key=help"):
        response = people["clinician"].get(f"{address(article, 'waive')}{question}", follow=True)
        said = [str(message) for message in response.context["messages"]]
        assert said == ["This is mended already, or it cannot be waived."]


def test_a_waiver_made_meanwhile_by_a_colleague_is_the_one_that_holds(people, article):
    finding = next(one for one in findings(article, compose(article)) if one.waivable)
    question = question_about(article)
    named = {"code": finding.code, "key": finding.key, "fingerprint": finding.fingerprint}
    waiving.waive(topic=article, reason="First.", by=make_user("clinician"), now=NOW, **named)
    people["clinician"].post(question, {"fingerprint": finding.fingerprint, "reason": "Second."})
    assert Waiver.objects.get().reason == "First."
