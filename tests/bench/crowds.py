"""Very many invented requests and appointments, written by the database itself: a million takes a minute, not an
hour."""

from datetime import datetime, timedelta

from django.db import connection

from appointments.models import Appointment, AppointmentRequest

NUMBER = "substr('00000000' || n.i, length('00000000' || n.i) - 7)"  # eight digits, on every engine
EARLIER = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', {moment}, '-' || ((n.i - {first}) * {seconds}) || ' seconds')",
    "postgresql": "({moment})::timestamptz - ((n.i - {first}) * {seconds}) * interval '1 second'",
}
NAMES = ("olena", "rashid", "ada", "tomasz", "nia", "hamza", "zofia", "liam", "parveen", "joan")


def requests(like: AppointmentRequest, *, number: int, first: int, seconds: int, since: datetime) -> None:
    """So many requests like that one, each a little older than the one before, each from somebody else."""
    table = AppointmentRequest._meta.db_table
    earlier = EARLIER[connection.vendor].format(moment="%s", first=first, seconds=seconds)
    which = f"CASE n.i %% {len(NAMES)} " + " ".join(f"WHEN {i} THEN '{name}'" for i, name in enumerate(NAMES)) + " END"
    written, given = (
        {
            "reference": NUMBER,
            "idempotency_key": "'bench ' || n.i",
            "patient_name": f"{which} || ' Example ' || n.i",
            "patient_name_folded": f"{which} || ' example ' || n.i",
            "phone_e164": f"'+4420' || {NUMBER}",
            "email": "'patient' || n.i || '@example.org'",
        },
        [],
    )
    moments = {"created_at": since, "consented_at": since, "promise_at": since + timedelta(days=2)}
    if like.closed_at:
        moments["closed_at"] = since + timedelta(days=1)
    columns, values = [], []
    for field in AppointmentRequest._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(field.column)
        if field.attname in moments:
            values.append(earlier)
            given.append(f"{moments[field.attname]:%Y-%m-%d %H:%M:%S}" + ("+00" if _is_postgres() else ""))
        else:
            values.append(written.get(field.attname, f"t.{field.column}"))
    sql = (
        f"WITH RECURSIVE n(i) AS (SELECT CAST(%s AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %s) "  # noqa: S608
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} t, n WHERE t.id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, first + number - 1, *given, like.pk])


def appointments(like: AppointmentRequest, times: list[tuple]) -> None:
    """Closed appointments of that request at these times, (practitioner, location, start, end) each; nothing checks
    them."""
    Appointment.objects.bulk_create(
        Appointment(
            request=like,
            practitioner_id=practitioner,
            location_id=location,
            starts_at=start,
            ends_at=end,
            status="fulfilled",
            made_by_id=None,
            made_at=start - timedelta(days=3),
        )
        for practitioner, location, start, end in times
    )


def analysed() -> None:
    """Lets the database count what it has, as its own housekeeping does in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
