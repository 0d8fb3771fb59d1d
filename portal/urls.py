"""The addresses of the portal. The other apps are included by dotted name, as portal imports neither."""

from django.contrib import admin
from django.urls import include, path

from portal import health, privacy_notice, views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

portal_addresses = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("privacy/", privacy_notice.privacy_notice, name="privacy"),
    path("styleguide/", views.styleguide, name="styleguide"),
]

urlpatterns = [
    path("", include((portal_addresses, "portal"))),
    path("appointments/", include("appointments.urls")),
    path("desk/", include("appointments.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("topics.urls")),
]
