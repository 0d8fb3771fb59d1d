"""The pages on which a desk lead exports requests, or gives a patient a copy. Each is recorded with its purpose."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments.booking.actions import looks
from appointments.desk.access import at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.privacy import ExportForm, PatientCopyForm
from appointments.desk.request import find_request
from appointments.models import ExportRecord
from appointments.privacy import export_table, mentions, patient_copy
from appointments.privacy.actions import exports
from appointments.workflow import Role
from portal.lib import csv_safe
from portal.lib.refusal import Refused
from portal.lib.text import UnusableText
from portal.refused_forms.pages import form_page, typed_or_kept

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(Role.LEAD)
def export(request):
    """The form; POST answers with the file. 404 without the right to export."""
    if not request.user.has_perm(exports.EXPORT_PERMISSION):
        raise Http404
    now = timezone.now()
    form = ExportForm(typed_or_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _file(exports.export(**form.cleaned_data, by=request.actor, now=now))
        except UnusableText as refused:
            form.add_error("why", str(refused))
        except Refused as refused:
            form.add_error("last_day", str(refused))
    context = desk_context(request, "export", now) | {"form": form, "most": exports.MOST_ROWS}
    return form_page(request, form, "desk/export.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(Role.LEAD)
def copy_for_patient(request, reference):
    """The form; POST answers with the file and records that it was given. 404 without the right to export."""
    now = timezone.now()
    appointment_request = find_request(request.actor, reference, now)
    if not request.user.has_perm(exports.EXPORT_PERMISSION):
        raise Http404
    form = PatientCopyForm(typed_or_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            record = exports.record_copy(appointment_request, **form.cleaned_data, by=request.actor, now=now)
            looks.record_look(appointment_request, by=request.actor, now=now)
            return _copy(appointment_request, record, now)
        except Refused as refused:
            form.add_error("why", str(refused))
    context = desk_context(request, "queue", now) | {
        "form": form,
        "reference": appointment_request.spoken_reference,
        "back_url": reverse("desk:request", args=[appointment_request.reference]),
        "named_in": _named_in(appointment_request),
    }
    return form_page(request, form, "desk/patient_copy.html", context)


def _named_in(appointment_request) -> list[str]:
    """Where texts about others name this patient, in words: these texts are not in the copy."""
    about = patient_copy.requests_of(appointment_request)
    found = mentions.find_mentions(mentions.names_of(about), besides=[one.pk for one in about])
    return [mention.where for mention in found]


def _copy(appointment_request, record: ExportRecord, now):
    tables, reference = patient_copy.patient_copy(appointment_request), appointment_request.spoken_reference
    if record.format == ExportRecord.Format.JSON:
        answer = HttpResponse(patient_copy.as_json(tables), content_type="application/json; charset=utf-8")
    else:
        answer = HttpResponse(patient_copy.as_html(tables, reference=reference, now=now))
    answer.headers["Content-Disposition"] = f'attachment; filename="copy-{reference}.{record.format}"'
    return answer


def _file(record: ExportRecord):
    name = f"requests-{record.first_day}-to-{record.last_day}.{record.format}"
    rows = exports.export_rows(record)
    if record.format == ExportRecord.Format.XLSX:
        answer = HttpResponse(export_table.excel(rows, title=_("Requests")), content_type=EXCEL)
    else:
        answer = StreamingHttpResponse(csv_safe.lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
