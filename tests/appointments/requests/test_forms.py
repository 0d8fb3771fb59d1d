"""The questions of each step: what they accept, what they ask again, and in which words."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from appointments.choices import DayPart
from appointments.requests.fields import SeveralField
from appointments.requests.forms import STEP_FORMS, CheckForm, MoreForm, ReachForm, WhenForm, WhoForm
from tests.appointments.builders import TYPED, make_service
from tests.builders import make_practitioner

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]  # what a page says follows from the rows: once is enough

MORNING_OF_25_NOVEMBER = "2026-11-25 09:00 +00:00"  # a Wednesday


def filled(form_class, service, **typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return form_class(data, service=service)


def errors(form) -> dict[str, str]:
    return {name: " ".join(sentences) for name, sentences in form.errors.items()}


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", ["child", "other"])
def test_who_asks_for_another_gives_their_own_name(service, whom):
    typed = TYPED["who"] | {"for_whom": whom}
    assert errors(filled(WhoForm, service, **typed)) == {
        "requester_name": "Enter your own name, so that we know whom to ask for when we call."
    }
    form = filled(WhoForm, service, **typed | {"requester_name": "Ivan Example"})
    assert form.is_valid()
    assert form.cleaned_data["requester_name"] == "Ivan Example"


@pytest.mark.parametrize("left_over", ["Ivan Example", "123", "x" * 201])
def test_who_asks_for_themselves_needs_no_other_name_and_none_is_kept(service, left_over):
    form = filled(WhoForm, service, **TYPED["who"] | {"requester_name": left_over})
    assert errors(form) == {}
    assert form.cleaned_data["requester_name"] == ""


def test_an_empty_first_step_says_what_is_missing_in_our_words(service):
    assert errors(filled(WhoForm, service)) == {
        "for_whom": "Choose who the appointment is for.",
        "patient_name": "Enter the patient’s name.",
        "patient_birth_year": "Enter the patient’s year of birth.",
    }


def test_a_choice_that_was_not_offered_is_refused(service):
    assert "for_whom" in errors(filled(WhoForm, service, **TYPED["who"] | {"for_whom": "robot"}))
    assert "call_times" in errors(filled(ReachForm, service, **TYPED["reach"] | {"call_times": ["midnight"]}))
    assert "voicemail" in errors(filled(ReachForm, service, **TYPED["reach"] | {"voicemail": "maybe"}))
    assert "when" in errors(filled(WhenForm, service, when="never"))
    assert "access_needs" in errors(filled(MoreForm, service, access_needs=["helicopter"]))


# --- reach -----------------------------------------------------------------------------------------------------------


def test_a_phone_is_needed_an_e_mail_is_not(service):
    assert errors(filled(ReachForm, service, voicemail="yes")) == {
        "phone": "Enter a phone number: we call you to agree on a time."
    }
    assert errors(filled(ReachForm, service, phone="020 7946 0123", voicemail="yes")) == {}


def test_whether_we_may_leave_a_message_is_asked_not_guessed(service):
    form = filled(ReachForm, service, phone="020 7946 0123")
    assert errors(form) == {"voicemail": "Choose whether we may leave a voicemail."}


def test_each_good_time_to_call_is_kept_once(service):
    form = filled(ReachForm, service, **TYPED["reach"] | {"call_times": ["midday", "midday", "morning", "midday"]})
    assert form.is_valid()
    assert sorted(form.cleaned_data["call_times"]) == ["midday", "morning"]
    form = filled(MoreForm, service, access_needs=["quiet"] * 50)
    assert form.is_valid()
    assert form.cleaned_data["access_needs"] == ["quiet"]


# --- when ------------------------------------------------------------------------------------------------------------


def windows(service, **typed):
    """What becomes of these wishes: the windows, or the errors."""
    form = filled(WhenForm, service, when="days", **typed)
    return form.cleaned_data["windows"] if form.is_valid() else errors(form)


PAST = "This day has passed. Choose a day from today on."
FAR = "This day is too far ahead. Choose a day within the next six months."
OVER = "This part of today is over. Choose a later time or another day."
NONE_SUCH = "This day does not exist. Enter it like 23/11/2026."
NO_DAY = "Enter at least one day, or choose “Any time suits me”."


@pytest.mark.parametrize(
    "day, problem",
    [
        ("2026-11-24", PAST),
        ("0001-01-01", PAST),
        ("01/01/0001", PAST),
        ("29/02/2024", PAST),  # it did exist
        ("2027-05-25", FAR),  # 181 days ahead
        ("9999-12-31", FAR),
        ("29/02/2028", FAR),  # it will exist
        ("31/04/2027", NONE_SUCH),
        ("29/02/2027", NONE_SUCH),
        ("next Tuesday", NONE_SUCH),
    ],
)
@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_a_day_that_cannot_be_gets_its_own_sentence(service, day, problem):
    assert windows(service, day_1=day, part_1="day") == {"day_1": problem}
    assert windows(service, day_3=day, part_3="day") == {"day_3": problem}


@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_today_and_the_last_day_of_the_six_months_can_be_chosen(service):
    assert windows(service, day_1="2026-11-25", part_1="day", day_2="2027-05-24", part_2="evening") == [
        (date(2026, 11, 25), "day"),
        (date(2027, 5, 24), "evening"),
    ]


@time_machine.travel("2028-01-10 09:00 +00:00")
def test_the_29th_of_february_can_be_chosen_in_a_leap_year(service):
    assert windows(service, day_1="29/02/2028", part_1="morning") == [(date(2028, 2, 29), "morning")]


@pytest.mark.parametrize(
    "moment, over",
    [
        ("11:59", set()),
        ("12:00", {DayPart.MORNING}),
        ("16:59", {DayPart.MORNING}),
        ("17:00", {DayPart.MORNING, DayPart.AFTERNOON}),
        ("19:59", {DayPart.MORNING, DayPart.AFTERNOON}),
        ("20:00", set(DayPart)),
    ],
)
def test_a_part_of_today_that_is_over_is_refused(service, moment, over):
    with time_machine.travel(f"2026-11-25 {moment} +00:00", tick=False):
        for part in DayPart:
            found = windows(service, day_1="2026-11-25", part_1=part.value)
            assert found == ({"day_1": OVER} if part in over else [(date(2026, 11, 25), part)])
            assert windows(service, day_1="2026-11-26", part_1=part.value) == [(date(2026, 11, 26), part)]


def test_today_is_the_clinics_today_not_the_servers(service, settings):
    with time_machine.travel("2026-07-01 23:30 +00:00"):  # already the second of July in London
        assert windows(service, day_1="2026-07-01") == {"day_1": PAST}
        settings.TIME_ZONE = "America/New_York"
        assert windows(service, day_1="2026-07-01", part_1="day") == [(date(2026, 7, 1), "day")]


@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_the_same_wish_twice_is_asked_about_two_parts_of_one_day_are_not(service):
    assert windows(service, day_1="2026-12-04", part_1="morning", day_2="4/12/2026", part_2="morning") == {
        "day_2": "This is the same as your choice 1. Choose another day or time, or leave it empty."
    }
    assert windows(service, day_1="2026-12-04", day_3="2026-12-04", part_3="day") == {
        "day_3": "This is the same as your choice 1. Choose another day or time, or leave it empty."
    }
    found = windows(service, day_1="2026-12-04", part_1="morning", day_2="2026-12-04", part_2="evening")
    assert found == [(date(2026, 12, 4), "morning"), (date(2026, 12, 4), "evening")]


@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_all_wishes_in_the_past_are_each_told_so_and_nothing_else(service):
    typed = {f"day_{rank}": f"2026-11-0{rank}" for rank in (1, 2, 3)}
    assert windows(service, **typed) == {"day_1": PAST, "day_2": PAST, "day_3": PAST}


def test_certain_days_without_a_day_is_asked_again(service):
    assert windows(service) == {"day_1": NO_DAY}
    assert windows(service, part_1="morning", part_2="evening") == {"day_1": NO_DAY}


@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_wishes_keep_their_order_and_gaps_close(service):
    assert windows(service, day_2="2026-12-10", part_2="evening", day_3="2026-12-04", part_3="morning") == [
        (date(2026, 12, 10), "evening"),
        (date(2026, 12, 4), "morning"),
    ]


@pytest.mark.parametrize("left_over", ["2020-01-01", "31/04/2027", "nonsense", "2026-12-04", "\x00"])
def test_any_time_always_works_whatever_days_were_typed_before(service, left_over):
    form = filled(WhenForm, service, when="any", **{f"day_{rank}": left_over for rank in (1, 2, 3)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["windows"] == []


def test_without_a_choice_the_days_are_not_judged(service):
    assert errors(filled(WhenForm, service, day_1="2020-01-01")) == {
        "when": "Choose whether any time suits you or you prefer certain days."
    }


@time_machine.travel(MORNING_OF_25_NOVEMBER)
def test_a_part_of_the_day_that_was_not_offered_is_refused(service):
    assert set(windows(service, day_1="2026-12-04", part_1="night")) == {"part_1"}


def test_only_people_who_see_these_patients_now_can_be_asked_for(service):
    assert "practitioner" not in WhenForm(service=service).fields  # nobody to choose from, so nothing is asked
    here, gone = make_practitioner(service.specialty), make_practitioner(service.specialty, active=False)
    elsewhere = make_practitioner(make_service("physiotherapist").specialty)
    assert list(WhenForm(service=service).fields["practitioner"].queryset) == [here]
    assert filled(WhenForm, service, when="any", practitioner=str(here.pk)).is_valid()
    for other in (str(gone.pk), str(elsewhere.pk), "0", "x", "\x00"):
        assert set(errors(filled(WhenForm, service, when="any", practitioner=other))) == {"practitioner"}


def test_two_forms_do_not_share_their_fields(service):
    make_practitioner(service.specialty)
    first, second = WhenForm(service=service), WhenForm(service=make_service("physiotherapist"))
    assert "practitioner" in first.fields
    assert "practitioner" not in second.fields


# --- more and check --------------------------------------------------------------------------------------------------


def test_everything_in_the_fourth_step_is_optional(service):
    form = filled(MoreForm, service)
    assert form.is_valid()
    nothing = {name: [] if isinstance(field, SeveralField) else "" for name, field in form.fields.items()}
    assert form.cleaned_data == nothing


def test_a_reason_has_500_characters_as_people_count_and_the_refusal_counts(service):
    assert errors(filled(MoreForm, service, reason="ü" * 500)) == {}
    assert errors(filled(MoreForm, service, reason="u\u0308" * 499 + "\r\n")) == {}
    assert errors(filled(MoreForm, service, reason="line\r\n" * 100 + "x")) == {
        "reason": "This has 501 characters; please keep it to 500. Tell us more on the phone."
    }


def test_long_notes_are_refused_with_a_count(service):
    found = errors(filled(MoreForm, service, access_note="x" * 201, language="y" * 61))
    assert "200" in found["access_note"] and "201" in found["access_note"]
    assert "60" in found["language"] and "61" in found["language"]


def test_without_consent_nothing_is_sent(service):
    assert errors(filled(CheckForm, service)) == {
        "consent": "Tick the box if you agree. Without it we may not use your answers."
    }


@pytest.mark.parametrize("step", STEP_FORMS)
def test_no_step_leaves_the_words_to_the_browser(service, step):
    form = STEP_FORMS[step](service=service)
    assert "required" not in "".join(str(field) for field in form)
    assert form.title
