"""The sign-off page shows each sign beside its sentence; the editing page, which point names which sign."""

import pytest

from tests.builders import NOW, confirmed, make_card, make_live, make_red_flag, make_source, make_topic, make_user
from tests.portal.forms import page_of
from tests.portal.valid_html import text
from tests.topics.editing.sending import sent_from
from topics.actions import reviewing
from topics.compose import compose
from topics.models import RedFlag, SignOff, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """A draft in review: one sign is named in the checklist's words, one in others, one not at all."""
    numb = make_red_flag(sign="numbness around the genitals", said_as="numb genital", stable_id="numb")
    make_red_flag(numb.region, sign="chest pain", said_as="chest pain", stable_id="chest")
    make_red_flag(numb.region, sign="a high temperature", said_as="fever", urgency="urgent", stable_id="fever")
    topic = make_topic(kind="symptom", name="Cramps")
    topic.body_regions.add(numb.region)
    make_source(topic)
    make_card(topic, points="numbness of your genitals\nit hurts here\na fever", signs=[["numb"], ["chest"], []])
    return reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)


def address(topic, page="change") -> str:
    return f"/admin/topics/symptom/{topic.pk}/{page}/"


def rows(response) -> list[str]:
    return [" ".join(text(row).split()) for row in page_of(response).query(".signs-row")]


# --- the reviewer ----------------------------------------------------------------------------------------------------


def test_the_reviewer_sees_each_sign_beside_the_sentence_that_names_it(client, staff, article):
    client.force_login(staff("clinician"))
    response = client.get(address(article, "step/sign_off"))
    assert rows(response) == [
        "Emergency numbness around the genitals “numbness of your genitals”",
        "Emergency chest pain “it hurts here” Its words are not those of the checklist: read it closely.",
        "Urgent a high temperature No point of a card names it.",
    ]
    article.care_cards.update(points="no numbness of your genitals\nit hurts here\na fever")
    assert rows(client.get(address(article, "step/sign_off")))[0].endswith(
        "“no numbness of your genitals” This may deny the sign, or take it back: “no numbness”."
    )
    boxes = page_of(response).query(".signs input[type=checkbox]")
    assert len({box.attrs["value"] for box in boxes} & set(confirmed(article))) == 1  # the other sentence has changed
    assert not any("checked" in box.attrs for box in boxes)


def test_an_unticked_sign_is_named_beside_the_list_and_what_was_typed_stays(client, staff, article):
    client.force_login(staff("clinician"))
    numb, _chest = confirmed(article)
    answers = {"sha256": compose(article).sha256, "read": "on", "signs": [numb], "note": "I am not sure about it."}
    response = client.post(address(article, "step/sign_off"), answers)
    page = page_of(response)
    assert text(page.query_one("#signs-error")).strip() == (
        "Not confirmed yet: “chest pain”. Tick each sign that the sentence beside it warns of, or ask for changes."
    )
    assert "signs-error" in page.query_one(".signs").attrs["aria-describedby"]
    assert ["Not confirmed yet." in row for row in rows(response)] == [False, True, False]
    assert ["checked" in box.attrs for box in page.query(".signs input[type=checkbox]")] == [True, False]
    assert text(page.query_one("textarea[name=note]")).strip() == "I am not sure about it."
    assert not SignOff.objects.exists()


def test_a_tick_of_a_page_that_has_changed_since_does_not_count(client, staff, article):
    client.force_login(staff("clinician"))
    ticked = confirmed(article)
    RedFlag.objects.filter(stable_id="numb").update(sign="an itching nose")
    answers = {"sha256": compose(article).sha256, "read": "on", "signs": ticked}
    response = client.post(address(article, "step/sign_off"), answers)
    assert "Not confirmed yet: “an itching nose”." in text(page_of(response).query_one("#signs-error"))
    client.post(address(article, "step/sign_off"), answers | {"signs": confirmed(article)})
    assert SignOff.objects.get().signs[0]["words"] == "an itching nose"


def test_a_comment_with_the_signature_stands_in_the_history(client, staff, article):
    client.force_login(staff("clinician"))
    answers = {"sha256": compose(article).sha256, "read": "on", "signs": confirmed(article), "note": "Clear words."}
    assert client.post(address(article, "step/sign_off"), answers).status_code == 302
    assert "Clear words." in text(page_of(client.get(address(article, "history"))).root)


def test_a_page_that_names_no_sign_asks_for_none(client, staff):
    topic = make_topic(kind="condition")
    reviewing.submit(topic=topic, by=make_user("editor"), now=NOW)
    client.force_login(staff("clinician"))
    assert rows(client.get(f"/admin/topics/condition/{topic.pk}/step/sign_off/")) == []


# --- the editor ------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(article):
    reviewing.take_back(topic=article, by=make_user("editor"), now=NOW)
    return Topic.objects.get(pk=article.pk)


def options(page, name) -> dict[str, list[str]]:
    """The entries of a list by their headings."""
    groups = page.query_one(f"select[name={name}]").query("optgroup")
    return {group.attrs["label"]: [option.attrs["value"] for option in group.query("option")] for group in groups}


def test_the_editor_chooses_beside_each_point_and_words_only_suggest(client, staff, draft):
    client.force_login(staff("editor"))
    page = page_of(client.get(address(draft)))
    assert options(page, "cards-0-point-2-sign-0") == {"Its words suggest": ["fever"], "Emergency": ["numb", "chest"]}
    assert not any("selected" in one.attrs for one in page.query("select[name=cards-0-point-2-sign-0] option"))
    assert "The words of one point suggest a warning sign that it does not name." in text(page.root)
    assert sent_from(client.get(address(draft)).content.decode())["cards-0-point-0-sign-0"] == "numb"


def test_a_choice_is_stored_without_a_script_and_a_point_may_name_several(client, staff, draft):
    client.force_login(staff("editor"))
    data = sent_from(client.get(address(draft)).content.decode())
    data["cards-0-point-2-sign-0"], data["cards-0-point-0-sign-1"] = "fever", "chest"
    assert client.post(address(draft), data).status_code == 302
    assert draft.care_cards.get().signs == [["chest", "numb"], ["chest"], ["fever"]]
    data = sent_from(client.get(address(draft)).content.decode())
    data["cards-0-point-0-sign-0"] = ""
    client.post(address(draft), data)
    assert draft.care_cards.get().signs == [["numb"], ["chest"], ["fever"]]


def test_a_button_fills_in_what_words_suggest_and_stores_nothing(client, staff, draft):
    client.force_login(staff("editor"))
    data = sent_from(client.get(address(draft)).content.decode())
    data["_arrange"] = "cards suggest"
    response = client.post(address(draft), data)
    assert draft.care_cards.get().signs == [["numb"], ["chest"], []]
    data = sent_from(response.content.decode())
    assert data["cards-0-point-2-sign-0"] == "fever"
    client.post(address(draft), data)
    assert draft.care_cards.get().signs == [["numb"], ["chest"], ["fever"]]


def test_the_comparison_tells_which_sign_a_point_warns_of_by_its_words(client, staff, article):
    live = make_live(make_topic(kind="symptom", name="Other"))
    card = make_card(live, points="numbness")
    live.body_regions.set(article.body_regions.all())
    client.force_login(staff("editor"))
    live.care_cards.filter(pk=card.pk).update(signs=[["numb"]])
    assert "Warns of: [added: numbness around the genitals ]" in text(
        page_of(client.get(address(live, "compare"))).root
    )


# --- the checklist ---------------------------------------------------------------------------------------------------


def test_who_changes_a_sign_sees_which_pages_name_it_and_that_they_are_asked_anew(client, staff, article):
    client.force_login(staff("clinician"))
    flag = RedFlag.objects.get(stable_id="numb")
    where = f"/admin/topics/redflag/{flag.pk}/change/"
    assert text(page_of(client.get(where)).query_one(".field-named_by .readonly")).strip() == "Cramps"
    values = {"region": flag.region_id, "urgency": flag.urgency, "said_as": flag.said_as, "position": "0"}
    response = client.post(where, values | {"sign": "numb", "is_active": "on"}, follow=True)
    assert "One page names this sign. Before its next edition it is looked at again; what is live stays." in [
        str(message) for message in response.context["messages"]
    ]
    flag.refresh_from_db()
    assert (flag.stable_id, flag.sign) == ("numb", "numb")
    response = client.post(where, values | {"sign": "numb", "is_active": "on", "position": "3"}, follow=True)
    assert len(response.context["messages"]) == 1
    client.post(where, values | {"sign": "numb"})
    article.refresh_from_db()
    client.force_login(staff("editor"))
    shown = text(page_of(client.get(address(article))).root)
    assert "“numb” is not on the checklists of this page, or no longer." in shown


def test_a_live_edition_that_names_a_sign_is_told_too(client, staff, article):
    live = make_topic(kind="condition", name="Live page")
    make_card(live, points="x", signs=[["numb"]])
    make_live(live)
    live.care_cards.all().delete()
    client.force_login(staff("clinician"))
    where = f"/admin/topics/redflag/{RedFlag.objects.get(stable_id='numb').pk}/change/"
    assert text(page_of(client.get(where)).query_one(".field-named_by .readonly")).strip() == "Cramps , Live page"
