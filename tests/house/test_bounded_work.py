"""Whatever is typed into a field, or stands in an address, the work it causes is bounded. Bounded by counting."""

from itertools import cycle
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from portal.lib.text import MOST_MARKS
from portal.middleware import MOST_QUERY_BYTES, BoundedText
from tests.builders import make_user
from tests.client import Client
from tests.house.addresses import every_address
from tests.topics.editing.known import REGIONS, SIGNS
from tests.work import WORST, counted
from topics.editing.editor import DraftEditor
from topics.editing.fields import LONGEST_TEXT, MOST_ENTRIES
from topics.editing.layout import BLOCK_TYPES, PAGE
from topics.editing.lines import align
from topics.editing.names import Names
from topics.kinds import TopicKind

MOST_CALLS = 10_000  # the first message in a language reads its catalogue; a field comes nowhere near
MOST_NORMALISED = 20_000  # characters
FORM = "application/x-www-form-urlencoded"
NOBODY = Names([])


OURS = ("portal", "topics", "appointments")


def every_form() -> list[type[forms.Form]]:
    """All forms of the portal but the model forms, which belong to the admin."""
    assert list(every_address()), "the views are loaded now, and with them every form"
    found, left = [], [forms.Form]
    while left:
        form = left.pop()
        left += form.__subclasses__()
        if form.__module__.startswith(OURS):
            found.append(form)
    return found


def fields_of_forms() -> dict[str, forms.Field]:
    """Each field by the name of its form and its own."""
    return {f"{form.__name__}.{name}": field for form in every_form() for name, field in form.base_fields.items()}


def fields_of_the_admin(superuser) -> dict[str, forms.Field]:
    """The fields in which rows are added in the admin."""
    request = RequestFactory().get("/")
    request.user = superuser
    found = {}
    for model, model_admin in admin.site._registry.items():
        for name, field in model_admin.get_form(request, None).base_fields.items():
            found[f"{model.__name__}.{name}"] = field
    return found


def clean(field: forms.Field, typed: str) -> None:
    given = [typed] if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) else typed
    try:
        field.clean(given)
    except ValidationError as refused:
        assert refused.messages


def test_every_field_refuses_what_is_far_too_long_without_looking_at_it(db, monkeypatch):
    superuser = make_user("superuser")
    fields = fields_of_forms() | fields_of_the_admin(superuser)
    assert {
        "WhoForm.patient_name",
        "FindRequestForm.reference",
        "NoteForm.text",
        "FilterForm.language",
    } <= fields.keys()
    assert {"RedFlag.said_as", "WordRule.phrase", "Practitioner.name", "User.display_name"} <= fields.keys()
    too_much = []
    kinds = cycle(WORST)
    for name, field in fields.items():
        if isinstance(field, forms.FileField):
            continue
        for kind in {next(kinds), "marks"}:
            with counted(monkeypatch) as work:
                clean(field, WORST[kind])
            if work.calls > MOST_CALLS or work.normalised > MOST_NORMALISED or work.longest_run > MOST_MARKS:
                too_much.append((name, kind, work))
    assert too_much == []


def editing_data(name: str, typed: str) -> QueryDict:
    """A page of an article with one block of each kind, a line that was there before, and this text in one field."""
    data = QueryDict(mutable=True)
    for block_type in BLOCK_TYPES:
        data[f"{block_type.name}-count"] = "1"
        data.update({f"{block_type.name}-0-{field}": "word" for field in block_type.specs})
    data["sections-0-kind"] = "causes"
    data["sections-0-before"] = '[["a1","word","",""]]'
    data["cards-0-urgency"], data["body_regions"] = "emergency", "low-back"
    data["cards-0-points-before"] = '[["word",["numb"]]]'
    data[name] = typed
    return data


def fields_of_the_editing_page() -> list[str]:
    names = [*PAGE, "body_regions", "base_version", "_arrange"]
    for block_type in BLOCK_TYPES:
        more = ("count", "id", "order", "remove", "before", "points-before", "point-0-sign-0")
        names += [f"{block_type.name}-0-{field}" for field in (*block_type.specs, *more)]
        names.append(f"{block_type.name}-count")
    return [*names, *(f"sections-0-line-a1-{part}" for part in ("choice", "name", "kind", "reason"))]


def test_every_field_of_the_editing_page_is_bounded(monkeypatch):
    too_much, refused = [], 0
    kinds = cycle(WORST)
    for name in fields_of_the_editing_page():
        for kind in {next(kinds), "marks"}:
            with counted(monkeypatch) as work:
                data = editing_data(name, WORST[kind])
                known = {"names": NOBODY, "regions": REGIONS, "signs": SIGNS}
                editor = DraftEditor(TopicKind.SYMPTOM, None, 0, data, **known)
                refused += not editor.is_valid()
                editor.offer_links()
                document = editor.document()
            if work.calls > MOST_CALLS or work.normalised > MOST_NORMALISED or work.longest_run > MOST_MARKS:
                too_much.append((name, kind, work))
            assert len(str(document)) < 10 * LONGEST_TEXT
    assert too_much == []
    assert refused


def lines(count: int) -> str:
    return "\n".join(["sleep"] * count)


def test_lists_of_a_page_have_an_end(monkeypatch):
    """Seven hundred lines are read; with one more the list is refused, and what was typed is still there."""
    typed = lines(MOST_ENTRIES)
    full = DraftEditor(
        TopicKind.SYMPTOM, None, 0, editing_data("sections-0-list", typed), names=NOBODY, regions={}, signs=()
    )
    assert len(full.document().sections[0].items) == MOST_ENTRIES
    one_more = editing_data("sections-0-list", f"{typed}\nsleep")
    over = DraftEditor(TopicKind.SYMPTOM, None, 0, one_more, names=NOBODY, regions={}, signs=())
    assert "At most 700 lines, please: there are 701." in [problem.sentence for problem in over.problems()]
    assert over.groups["sections"][0].fields["list"].value == f"{typed}\nsleep"
    two = editing_data("sections-0-list", lines(400))
    for name, value in {"count": "2", "1-heading": "Causes", "1-kind": "causes", "1-list": lines(301)}.items():
        two[f"sections-{name}"] = value
    both = DraftEditor(TopicKind.SYMPTOM, None, 0, two, names=NOBODY, regions={}, signs=())
    sentences = [problem.sentence for problem in both.problems()]
    assert "All lists of a page have 700 lines at most: with this one there are 701." in sentences


def test_one_line_again_and_again_is_compared_once(monkeypatch):
    before, now = ["rest"] * 700, ["rest"] * 350 + ["rest more"] * 350
    with counted(monkeypatch) as work:
        found = align([before], [now])
    assert work.calls < 100_000
    assert all(origin is not None for origin in found[0][:350])


# --- at the door -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/appointments/find/", "/admin/login/"])
def test_two_megabytes_of_marks_are_answered_at_once(db, monkeypatch, address):
    """What fits into a body comes back with a sentence; what does not is refused unread."""
    names = ("reference", "birth_year", "phone_digits", "username", "password", "website")
    body = urlencode({name: "a" + "\u0301\u0323" * 25_000 for name in names})
    assert 1_700_000 < len(body) < 2_000_000
    with counted(monkeypatch) as work:
        answer = Client().post(address, body, content_type=FORM)
    assert (answer.status_code in (200, 422), work.longest_run <= MOST_MARKS) == (True, True)
    assert work.normalised < MOST_NORMALISED
    assert Client().post(address, f"{body}{body}", content_type=FORM).status_code == 413


def test_a_query_has_a_budget(client, db):
    assert client.get("/search/", {"q": "9" * (MOST_QUERY_BYTES - 10)}).status_code == 200
    response = client.get("/search/", {"q": "9" * MOST_QUERY_BYTES})
    assert response.status_code == 414
    assert "far too large" in response.content.decode()


def test_marks_are_bounded_before_anybody_reads_them():
    """In names and values, of the query and of the body; everything else arrives as it was sent."""
    zalgo, kept = "z" + "\u0301\u0323" * 40, "z" + "\u0301\u0323" * 15
    sent = {"a": [zalgo, "plain"], zalgo: ["é 漢 👩\u200d👩\u200d👧"]}
    expected = [("a", [kept, "plain"]), (kept, ["é 漢 👩\u200d👩\u200d👧"])]
    query = urlencode(sent, doseq=True)
    request = RequestFactory().post(f"/?{query}", query, content_type=FORM)
    assert BoundedText(lambda seen: [list(each.lists()) for each in (seen.GET, seen.POST)])(request) == [expected] * 2


def test_a_visitor_who_goes_away_while_sending_is_no_fault_of_ours():
    class Gone:
        def read(self, *_size):
            raise OSError("connection reset")

        readline = read

    request = RequestFactory().post("/", "a=b", content_type=FORM, **{"wsgi.input": Gone()})
    assert BoundedText(lambda seen: "answered")(request) == "answered"


def test_every_search_bounds_its_work(db, monkeypatch):
    """Whatever fits into an address: the public search, the desk's, and those of the admin's lists."""
    client = Client()
    client.force_login(make_user("superuser"))
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + "?q="
        for model, model_admin in admin.site._registry.items()
        if model_admin.search_fields
    ]
    kinds = cycle(kind for kind in WORST if kind != "surrogates")
    wrong = []
    for address in ["/search/?q=", "/desk/?q=", "/desk/?language=", *lists]:
        kind = next(kinds)
        typed = quote(WORST[kind][:3000])[: MOST_QUERY_BYTES - 20]
        with counted(monkeypatch, calls=False) as work:
            response = client.get(address + (typed.rpartition("%")[0] or typed))
        if response.status_code >= 500 or work.longest_run > MOST_MARKS or work.normalised > MOST_NORMALISED:
            wrong.append((address, kind, response.status_code, work))
    assert wrong == []
