"""Requests as a table for a spreadsheet: the rows, and an Excel file of them in which no text can be a formula."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import save_workbook

from appointments.date_words import sortable_day_and_time
from appointments.models import AppointmentRequest
from appointments.requests.call_details import call_rules
from appointments.requests.questions import QUESTIONS, ExportColumn
from appointments.workflow import Outcome, Status

SELECT_RELATED = ("service__specialty", "source_edition")  # for requests that are to be exported


def _minute(moment: datetime | None) -> str:
    """The moment by the clinic's clock, like 2026-11-25 12:00; "" for none."""
    return sortable_day_and_time(moment) if moment else ""


FIRST_COLUMNS = (
    ExportColumn(_("Reference"), lambda request: request.spoken_reference),
    ExportColumn(_("Received"), lambda request: _minute(request.created_at)),
    ExportColumn(_("Came by"), lambda request: str(request.get_channel_display())),
    ExportColumn(_("Service"), lambda request: str(request.service)),
    ExportColumn(_("From the article"), lambda request: request.source_edition.name if request.source_edition else ""),
)
CALL_COLUMNS = (  # what whoever dials the number has to know
    ExportColumn(_("Extension"), lambda request: request.phone_extension),
    ExportColumn(_("Ask for"), lambda request: request.requester_name or request.patient_name),
    ExportColumn(_("What may be said"), call_rules),
)
LAST_COLUMNS = (
    ExportColumn(_("Status"), lambda request: str(Status(request.status).label)),
    ExportColumn(_("Outcome"), lambda request: str(Outcome(request.outcome).label) if request.outcome else ""),
    ExportColumn(_("Answer promised by"), lambda request: _minute(request.promise_at)),
    ExportColumn(_("Closed"), lambda request: _minute(request.closed_at)),
)


def table(requests: Iterable[AppointmentRequest], *, with_reason: bool) -> Iterator[list]:
    """The headings, then a row for each request. Times by the clinic's clock. Reasons only `with_reason`."""
    columns = [*FIRST_COLUMNS, *_answers(on_demand=False), *CALL_COLUMNS, *LAST_COLUMNS]
    columns += _answers(on_demand=True) if with_reason else []
    yield [str(column.heading) for column in columns]
    for request in requests:
        yield [column.value(request) for column in columns]


def _answers(*, on_demand: bool) -> list[ExportColumn]:
    """The answers that are exported, in the order of the questions."""
    columns = [question.export for question in QUESTIONS.values()]
    return [column for column in columns if column is not None and column.on_demand == on_demand]


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
