"""The one admin site: the stock Django admin under the clinic's name."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """The admin under the clinic's name, with a heading of its own."""

    index_title = _("What would you like to work on?")
    site_title = _("Clinic portal")
    enable_nav_sidebar = True

    @property
    def site_header(self):
        return settings.CLINIC_NAME
