"""Where patients ask for an appointment and see what became of it."""

from django.urls import path

from appointments.booking import calendar_feed
from appointments.patient.views import cancellation, details, erasure, finding, responses, status
from appointments.requests import views

app_name = "appointments"
urlpatterns = [
    path("find/", finding.find, name="find"),
    path("request/<slug:specialty>/", views.start, name="request"),
    path("request/<slug:specialty>/<str:secret>/<slug:step>/", views.step, name="step"),
    path("feed/<str:secret>.ics", calendar_feed.feed, name="feed"),
    # Behind a link, whose secret is far longer than any word above.
    path("<str:secret>/", status.status, name="status"),
    path("<str:secret>/choose/", responses.choose, name="choose"),
    path("<str:secret>/none-suits/", responses.none_suits, name="none_suits"),
    path("<str:secret>/coming/", responses.coming, name="coming"),
    path("<str:secret>/calendar.ics", responses.calendar, name="calendar"),
    path("<str:secret>/cancel/", cancellation.cancel, name="cancel"),
    path("<str:secret>/keep/", cancellation.keep, name="keep"),
    path("<str:secret>/withdraw/", cancellation.withdraw, name="withdraw"),
    path("<str:secret>/details/", details.details, name="details"),
    path("<str:secret>/wishes/", details.wishes, name="wishes"),
    path("<str:secret>/erase/", erasure.erase, name="erase"),
    path("<str:secret>/keep-data/", erasure.keep_data, name="keep_data"),
    path("<str:secret>/new-link/", finding.new_link, name="new_link"),
]
