"""Where patients ask for an appointment and see what became of it."""

from django.urls import path

from appointments.views import asking, cancelling, changing, choosing, erasing, feed, finding, status

app_name = "appointments"
urlpatterns = [
    path("find/", finding.find, name="find"),
    path("request/<slug:specialty>/", asking.start, name="request"),
    path("request/<slug:specialty>/<str:secret>/<slug:step>/", asking.step, name="step"),
    path("feed/<str:secret>.ics", feed.feed, name="feed"),
    # Behind a link, whose secret is far longer than any word above.
    path("<str:secret>/", status.status, name="status"),
    path("<str:secret>/choose/", choosing.choose, name="choose"),
    path("<str:secret>/none-suits/", choosing.none_suits, name="none_suits"),
    path("<str:secret>/coming/", choosing.coming, name="coming"),
    path("<str:secret>/calendar.ics", choosing.calendar, name="calendar"),
    path("<str:secret>/cancel/", cancelling.cancel, name="cancel"),
    path("<str:secret>/keep/", cancelling.keep, name="keep"),
    path("<str:secret>/withdraw/", cancelling.withdraw, name="withdraw"),
    path("<str:secret>/details/", changing.details, name="details"),
    path("<str:secret>/wishes/", changing.wishes, name="wishes"),
    path("<str:secret>/erase/", erasing.erase, name="erase"),
    path("<str:secret>/keep-data/", erasing.keep_data, name="keep_data"),
    path("<str:secret>/new-link/", finding.new_link, name="new_link"),
]
