"""What is always or never so of paper packs and of lines typed in."""

import pytest

from appointments.models import PaperLine, PaperPack
from tests.appointments.builders import NOON, make_request
from tests.appointments.models.test_constraints import refused
from tests.builders import make_user

pytestmark = pytest.mark.django_db
TRIED = {
    "paper_pack_by_the_hour_or_by_somebody",
    "paper_line_typed_once",
    "paper_line_1_to_99",
    "paper_line_has_a_serial",
}


def test_a_pack_is_of_an_hour_or_somebodys_and_an_hour_has_one():
    pack = {"written_at": NOON, "people": 0}
    assert refused(
        lambda: PaperPack.objects.create(serial="1125-K7M", hour=NOON, by=make_user(), **pack),
        "paper_pack_by_the_hour_or_by_somebody",
    )
    PaperPack.objects.create(serial="1125-K7M", hour=NOON, **pack)
    assert refused(lambda: PaperPack.objects.create(serial="1125-K7N", hour=NOON, **pack))
    assert refused(lambda: PaperPack.objects.create(serial="1125-K7M", **pack))
    assert PaperPack.objects.create(serial="1125-K7N", by=make_user(), **pack).pk


def test_a_line_is_typed_once_and_stands_on_a_sheet():
    line = {"typed_by": make_user(), "typed_at": NOON, "serial": "1125-K7M-1", "line": 1}
    PaperLine.objects.create(request=make_request(), **line)
    other = make_request()
    assert refused(lambda: PaperLine.objects.create(request=other, **line))
    for number in ({"line": 0}, {"line": 100}):
        assert refused(lambda lie=number: PaperLine.objects.create(request=other, **line | lie), "paper_line_1_to_99")
    assert refused(lambda: PaperLine.objects.create(request=other, **line | {"serial": ""}), "paper_line_has_a_serial")
    assert PaperLine.objects.create(request=other, **line | {"line": 2}).pk
