"""The numbers for the lead: tables, small charts beside them, and each table as CSV. Nothing here names a person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appointments import date_words
from appointments.clinic_time import span_of_days
from appointments.desk.access import at_the_desk
from appointments.desk.frame import frame
from appointments.desk.statistics import Table, tables
from appointments.requests.fields import DayField
from appointments.workflow import Role
from portal.lib import csv_safe

USUALLY = timedelta(days=27)  # four weeks, today included
LONGEST = timedelta(days=731)
WIDTH, HEIGHT = 100, 40  # of a chart, in its own units
GAP = 0.2  # between bars, of a bar


@dataclass(frozen=True)
class Bar:
    """A column of a chart, in the chart's own units."""

    x: str
    y: str
    width: str
    height: str


@require_safe
@at_the_desk(Role.LEAD)
def numbers(request):
    """All tables for the days asked for, the last four weeks at first."""
    now = timezone.now()
    first, last = days_asked_for(request, now)
    query = urlencode({"first": first.isoformat(), "last": last.isoformat()})
    context = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days": _("%(first)s to %(last)s") % {"first": date_words.long_day(first), "last": date_words.long_day(last)},
        "tables": [_shown(table, query) for table in tables(_span(first, last), now)],
    }
    return render(request, "desk/numbers.html", frame(request, "numbers", now) | context)


@require_safe
@at_the_desk(Role.LEAD)
def numbers_csv(request):
    """One of the tables, as a file for a spreadsheet."""
    now = timezone.now()
    first, last = days_asked_for(request, now)
    code = request.GET.get("table", "waiting")
    table = next((table for table in tables(_span(first, last), now) if table.code == code), None)
    if table is None:
        raise Http404
    name = f"{table.code}-{first.isoformat()}-{last.isoformat()}.csv"
    response = HttpResponse("".join(csv_safe.lines([table.head, *table.rows])), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def days_asked_for(request, now: datetime) -> tuple[date, date]:
    """?first= and ?last=, in order and two years apart at most; the last four weeks for anything else."""
    today = timezone.localdate(now)
    try:
        first, last = (DayField().clean(request.GET.get(name, "")[:40]) for name in ("first", "last"))
    except ValidationError:
        return today - USUALLY, today
    if not today - 5 * LONGEST <= first <= last <= today + LONGEST or last - first > LONGEST:
        return today - USUALLY, today
    return first, last


def _span(first: date, last: date):
    return span_of_days(first, last, timezone.get_default_timezone())


def _shown(table: Table, query: str) -> dict:
    return {
        "table": table,
        "head": list(enumerate(table.head)),
        "bars": bars_of(table),
        "summary": _summary(table),
        "csv_query": f"{query}&{urlencode({'table': table.code})}",
    }


def bars_of(table: Table) -> list[Bar]:
    """The charted column as bars, in the order of the rows; none where there is nothing to compare."""
    if table.charted is None or len(table.rows) < 2:
        return []
    values = [row[table.charted] for row in table.rows]
    most = 100 if table.percent else max(values)
    if not most:
        return []
    step = WIDTH / len(values)
    return [
        Bar(
            x=f"{number * step + step * GAP / 2:.2f}",
            y=f"{HEIGHT - HEIGHT * value / most:.2f}",
            width=f"{step * (1 - GAP):.2f}",
            height=f"{HEIGHT * value / most:.2f}",
        )
        for number, value in enumerate(values)
    ]


def _summary(table: Table) -> str:
    """What a chart shows, for those who do not see it."""
    if table.charted is None or not table.rows:
        return ""
    highest = max(table.rows, key=lambda row: row[table.charted])
    lowest = min(table.rows, key=lambda row: row[table.charted])
    return _(
        "%(bars)s bars, one for each row of the table. Highest: %(high)s, %(most)s. Lowest: %(low)s, %(least)s."
    ) % {
        "bars": len(table.rows),
        "high": highest[0],
        "most": highest[table.charted],
        "low": lowest[0],
        "least": lowest[table.charted],
    }
