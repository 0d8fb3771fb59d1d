"""Every address of the portal. The apps are mounted by name; portal imports neither."""

from django.contrib import admin
from django.urls import include, path

from portal import health, views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

portal_addresses = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("privacy/", views.privacy, name="privacy"),
    path("styleguide/", views.styleguide, name="styleguide"),
]

urlpatterns = [
    path("", include((portal_addresses, "portal"))),
    path("appointments/", include("appointments.urls")),
    path("desk/", include("appointments.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("topics.urls")),
]
