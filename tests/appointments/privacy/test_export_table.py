"""Requests as a table: what is in it, and that nothing in it is ever carried out."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from appointments.privacy.export_table import excel, table
from tests.appointments.builders import NOON, make_article, make_request

pytestmark = pytest.mark.django_db


def test_a_row_tells_what_the_desk_works_with_and_no_reason_unless_asked(service):
    request = make_request(service, edition=make_article())
    headings, row = table([request], with_reason=False)
    told = dict(zip(headings, row, strict=True))
    assert told["Reference"] == request.spoken_reference
    assert (told["Patient"], told["Born"], told["Phone"]) == ("Olena Example", 1957, "+442079460123")
    assert (told["Received"], told["From the article"]) == ("2026-11-25 12:00", "Lower back cramps")
    assert "Reason" not in told and request.reason not in row
    headings, row = table([request], with_reason=True)
    assert (headings[-1], row[-1]) == ("Reason", "Cramps since Sunday")


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://x","y")', "+442079460123", "@x", "-1", "\tx"])
def test_in_an_excel_file_every_text_is_a_text(typed):
    sheet = load_workbook(BytesIO(excel([["Name", typed]], title="Requests"))).active
    assert (sheet["B1"].value, sheet["B1"].data_type, sheet["B1"].quotePrefix) == (typed, "s", True)


def test_a_number_stays_one_and_what_xml_cannot_hold_is_left_out():
    sheet = load_workbook(BytesIO(excel([[1957, "a\x0bb", None]], title="R" * 40))).active
    assert [cell.value for cell in sheet[1]][:2] == [1957, "ab"]


def test_times_are_by_the_clinics_clock(service):
    request = make_request(service, now=NOON.replace(month=7))
    assert list(table([request], with_reason=False))[1][1] == "2026-07-25 13:00"
