"""All that is held about a patient's request, as a copy for the patient: to read, and for programs. Reads only.

Which tables and fields there are follows from stored_fields.TABLES, so that nothing can be stored and left out.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Field, Model, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from appointments.date_words import sortable_day_and_time
from appointments.messages.actions import outgoing
from appointments.models import AppointmentRequest
from appointments.privacy import stored_fields
from appointments.workflow import Status
from portal.clinic import Clinic

# Keys, digests and counters of the program: they say nothing about the patient, and some of them open something.
LEFT_OUT = {
    *("id", "request", "digest", "hash", "prev_hash", "idempotency_key", "dedupe_key", "coalesce_key", "belongs_to"),
    *(
        "offer",
        "entry",
        "freed_time",
        "appointment",
        "subject_id",
        "lease_until",
        "worker",
        "message_id",
        "version",
        "sequence",
        "patient_name_folded",
    ),
}
MESSAGES = "portal.OutboundMessage"  # no path leads from it to a request
LISTS = ("appointments.ExportRecord", "appointments.ListLook")  # each row names many requests


@dataclass(frozen=True)
class CopiedField:
    """One field of a row. `name`: for programs; `label` and `words`: for people; `value`: as JSON holds it."""

    name: str
    label: str
    words: str
    value: object


@dataclass(frozen=True)
class CopiedTable:
    """The rows of one table about the request. `name`: for programs; `label`: for people."""

    name: str
    label: str
    rows: list[list[CopiedField]]


def requests_of(request: AppointmentRequest) -> list[AppointmentRequest]:
    """The request and those closed as its duplicates; of a duplicate, the one it was merged into and all of that."""
    whole = request.duplicate_of_id or request.pk
    theirs = Q(pk=whole) | Q(duplicate_of=whole, status=Status.CLOSED)
    return list(AppointmentRequest.objects.filter(theirs).order_by("pk"))


def patient_copy(request: AppointmentRequest) -> list[CopiedTable]:
    """Every row about these `requests_of`; tables without rows are left out.

    Names of staff are not in it, but for the practitioner of an appointment. Times of `words` by the clinic's clock.
    """
    about = requests_of(request)
    keys = [one.pk for one in about]
    own, tables = set(keys), []
    for label, table in stored_fields.TABLES.items():
        model = apps.get_model(label)
        names = [name for name in (*table.personal, *table.plain, *table.pseudonymous) if name not in LEFT_OUT]
        if label == "appointments.Appointment":
            names.append("practitioner")
        if label in LISTS:
            names.remove("requests")  # other patients
        fields = [model._meta.get_field(name) for name in names]
        beside = [
            f"{field.name}__specialty" if field.name == "service" else field.name
            for field in fields
            if field.is_relation
        ]
        if label == MESSAGES:
            rows = [message for one in about for message in outgoing.messages_of(one).order_by("pk")]
        elif label in LISTS:
            since = model.objects.filter(at__gte=min(one.created_at for one in about)).order_by("pk")
            rows = [row for row in since.iterator() if not own.isdisjoint(row.requests)]
        elif table.request_path:
            rows = model.objects.filter(**{f"{table.request_path}__in": keys}).select_related(*beside).order_by("pk")
        else:
            continue
        if rows:
            copied = [[_field(row, field) for field in fields] for row in rows]
            tables.append(CopiedTable(model._meta.model_name, str(model._meta.verbose_name_plural), copied))
    return tables


def as_json(tables: list[CopiedTable]) -> str:
    """The copy for programs: table -> list of rows -> field -> value; times in ISO 8601, UTC."""
    return json.dumps(
        {table.name: [{field.name: field.value for field in row} for row in table.rows] for table in tables},
        ensure_ascii=False,
        indent=2,
    )


def as_html(tables: list[CopiedTable], *, reference: str, now: datetime) -> str:
    """The copy to read: one page that needs nothing from anywhere."""
    return render_to_string(
        "desk/patient_copy_file.html",
        {
            "clinic": Clinic.configured(),
            "tables": tables,
            "reference": reference,
            "written": sortable_day_and_time(now),
        },
    )


def _field(row: Model, field: Field) -> CopiedField:
    value = getattr(row, field.name)
    if isinstance(value, Model):
        value = str(value)
    words = str(getattr(row, f"get_{field.name}_display")()) if field.choices else _words(value)
    if isinstance(value, datetime):
        value = value.isoformat()
    elif not isinstance(value, str | int | bool | list | None):
        value = str(value)
    return CopiedField(field.name, str(field.verbose_name), words, value)


def _words(value: object) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return sortable_day_and_time(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
