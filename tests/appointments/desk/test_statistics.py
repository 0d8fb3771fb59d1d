"""The page with the numbers: tables with captions, charts that say what they show, and files for a spreadsheet."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from appointments.desk.statistics import bars_of
from appointments.desk.statistics_tables import StatisticsTable
from tests.appointments.builders import NOON, make_request, make_service
from tests.appointments.desk.builders import at_desk

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def lead(service):
    make_request(service)
    for number in range(3):
        make_request(service, email=f"{number}@example.org")
    return at_desk("lead")[1]


def test_the_page_shows_each_table_with_its_caption_and_nobodys_name(lead):
    page = lead.get("/desk/numbers/").content.decode()
    assert page.count("<table") == page.count("<caption") == 3
    assert "Thursday 29 October 2026 to Wednesday 25 November 2026" in page
    assert "Olena" not in page and "style=" not in page


def test_a_chart_says_what_it_shows(lead):
    make_request(make_service("orthopaedist"), email="o@example.org")
    page = lead.get("/desk/numbers/").content.decode()
    assert '<title id="chart-specialties">Asked for, by service</title>' in page
    assert "2 bars, one for each row of the table. Highest: Neurologist, 4. Lowest: Orthopaedist, 1." in page


def test_bars_are_as_high_as_their_numbers_and_percentages_are_of_a_hundred():
    table = StatisticsTable("x", "X", "", ["A", "B"], [["a", 10], ["b", 5], ["c", 0]])
    assert [bar.height for bar in bars_of(table)] == ["40.00", "20.00", "0.00"]
    percent = StatisticsTable("x", "X", "", ["A", "B"], [["a", 50.0], ["b", 100.0]], percent=True)
    assert [bar.height for bar in bars_of(percent)] == ["20.00", "40.00"]
    for nothing in ([], [["a", 1]], [["a", 0], ["b", 0]]):
        assert bars_of(StatisticsTable("x", "X", "", ["A", "B"], nothing)) == []


def test_each_table_is_a_file_for_a_spreadsheet(lead):
    response = lead.get("/desk/numbers/csv/?table=specialties&first=2026-11-01&last=2026-11-30")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="specialties-2026-11-01-2026-11-30.csv"'
    read = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert read == [["Service", "Requests"], ["Neurologist", "4"]]
    assert lead.get("/desk/numbers/csv/?table=secrets").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["first=x&last=y", "first=2026-11-30&last=2026-11-01", "first=0001-01-01&last=9999-12-31", "first=2026-11-01"],
)
def test_days_that_make_no_sense_are_the_last_four_weeks(lead, query):
    page = lead.get(f"/desk/numbers/?{query}")
    assert page.context["last"] == NOON.date().isoformat()
    assert page.context["first"] == (NOON.date() - timedelta(days=27)).isoformat()


def test_a_receptionist_finds_no_numbers(lead):
    client = at_desk()[1]
    assert client.get("/desk/numbers/").status_code == client.get("/desk/numbers/csv/").status_code == 404
    assert b"/desk/numbers/" not in client.get("/desk/").content
