"""Requests as a table for a spreadsheet: CSV, or an Excel file in which every text is a text."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import save_workbook

from appointments.date_words import sortable_day_and_time
from appointments.workflow import Outcome, Status

NEEDED = ("service__specialty", "source_edition")  # to be selected with the requests


def table(requests: Iterable, *, with_reason: bool) -> Iterator[list]:
    """The headings, then a row for each request. Times by the clinic's clock. Reasons only if they were asked for."""
    yield [*_headings(), *([_("Reason")] if with_reason else [])]
    for request in requests:
        yield [*_row(request), *([request.reason] if with_reason else [])]


def _headings() -> list[str]:
    return [
        _("Reference"),
        _("Received"),
        _("Came by"),
        _("Service"),
        _("From the article"),
        _("Patient"),
        _("Born"),
        _("Asked by"),
        _("Phone"),
        _("E-mail"),
        _("Status"),
        _("Outcome"),
        _("Answer promised by"),
        _("Closed"),
    ]


def _row(request) -> list:
    return [
        request.spoken_reference,
        _moment(request.created_at),
        str(request.get_channel_display()),
        str(request.service),
        request.source_edition.name if request.source_edition else "",
        request.patient_name,
        request.patient_birth_year,
        request.requester_name,
        request.phone_e164 or request.phone_typed,
        request.email,
        str(Status(request.status).label),
        str(Outcome(request.outcome).label) if request.outcome else "",
        _moment(request.promise_at),
        _moment(request.closed_at),
    ]


def _moment(moment) -> str:
    return sortable_day_and_time(moment) if moment else ""


def excel(rows: Iterable[list], *, title: str) -> bytes:
    """The rows as an Excel file. Every text is marked as one: none is a formula, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def _cell(sheet, value) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"  # openpyxl would make a formula of what begins with "="
    cell.quotePrefix = True  # and Excel of what is typed over
    return cell
