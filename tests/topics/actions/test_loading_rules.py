"""The shipped rules are a beginning: loaded where there is nothing yet, and never over what the clinic made of them."""

import pytest

from tests.builders import make_red_flag, make_region, make_word_rule
from tests.topics.rows import stored
from topics import shipped_rules
from topics.actions.loading_rules import load_shipped_rules
from topics.models import RedFlag, WordRule

pytestmark = pytest.mark.django_db


def test_a_region_without_a_checklist_gets_the_shipped_one_in_its_order():
    region = make_region(slug="low-back")
    load_shipped_rules()
    found = list(RedFlag.objects.filter(region=region).order_by("position").values_list("sign", flat=True))
    assert found == [flag.sign for flag in shipped_rules.red_flags()]
    assert WordRule.objects.count() == len(shipped_rules.words())


def test_a_second_run_writes_nothing():
    make_region(slug="low-back")
    load_shipped_rules()
    before = stored()
    load_shipped_rules()
    assert stored() == before


def test_what_the_clinic_made_is_left_alone_even_if_it_is_switched_off():
    region = make_region(slug="low-back")
    make_red_flag(region, sign="ours", is_active=False)
    make_word_rule("ours", is_active=False)
    before = stored()
    load_shipped_rules()
    assert stored() == before


def test_signs_of_a_region_that_the_clinic_does_not_have_stay_away():
    load_shipped_rules()
    assert not RedFlag.objects.exists()
