"""The addresses of the reception desk, below /desk/."""

from django.urls import path, register_converter

from appointments.desk import (
    absences,
    access_report,
    calendar,
    desk_context,
    exports,
    feeds,
    intake,
    live_updates,
    paper,
    queue,
    request,
    statistics,
    step_view,
    today,
)


class ReferenceConverter:
    """A reference as people type it: K7M4QX2P, k7m-4qx2p. The views know how to read it."""

    regex = "[0-9A-Za-z]{3}-?[0-9A-Za-z]{5}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(ReferenceConverter, "reference")

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take_next, name="take_next"),
    path("news/", live_updates.new_requests, name="news"),
    path("new/", intake.take_request, name="take_request"),
    path("calendar/", calendar.day, name="calendar"),
    path("calendar/<int:practitioner>/", calendar.week, name="week"),
    path("today/", today.today, name="today"),
    path("leave/", absences.leave, name="leave"),
    path("leave/<int:pk>/", absences.affected_appointments, name="appointments_hit"),
    path("numbers/", statistics.statistics, name="numbers"),
    path("numbers/csv/", statistics.statistics_csv, name="numbers_csv"),
    path("paper/", paper.paper, name="paper"),
    path("paper/pack/", paper.pack, name="paper_pack"),
    path("paper/typed/", paper.type_in, name="type_in"),
    path("keys/", desk_context.keys, name="keys"),
    path("access/", access_report.access, name="access"),
    path("export/", exports.export, name="export"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("<reference:reference>/", request.request_detail, name="request"),
    path("<reference:reference>/history/", request.history, name="history"),
    path("<reference:reference>/copy/", exports.copy_for_patient, name="copy"),
    path("<reference:reference>/here/", live_updates.presence, name="here"),
    path("<reference:reference>/<slug:step>/", step_view.take_step, name="step"),
]
