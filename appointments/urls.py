"""Where patients ask for an appointment and see what became of it."""

from django.urls import path

from appointments.views import asking, feed, status

app_name = "appointments"
urlpatterns = [
    path("request/<slug:specialty>/", asking.start, name="request"),
    path("request/<slug:specialty>/<str:secret>/<slug:step>/", asking.step, name="step"),
    path("feed/<str:secret>.ics", feed.feed, name="feed"),
    path("<str:secret>/", status.status, name="status"),
]
