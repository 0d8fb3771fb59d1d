"""The one admin site: the stock Django admin under the clinic's name, with an end to what a list can be asked."""

from itertools import islice

from django.conf import settings
from django.contrib import admin, messages
from django.utils.text import smart_split
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 20  # that a list is searched for: each asks every searched column
LONGEST_SEARCH = 400  # characters


class BoundedAdmin(admin.ModelAdmin):
    """What PortalAdminSite adds to the class of every model."""

    def get_search_results(self, request, queryset, search_term):
        """Searches for the first MOST_WORDS words, and says so if there were more."""
        words = list(islice(smart_split(search_term[:LONGEST_SEARCH]), MOST_WORDS + 1))
        if len(search_term) > LONGEST_SEARCH or len(words) > MOST_WORDS:
            search_term = " ".join(words[:MOST_WORDS])
            sentence = _now("Only the first %(most)s words were searched for.") % {"most": MOST_WORDS}
            messages.warning(request, sentence)
        return super().get_search_results(request, queryset, search_term)


class PortalAdminSite(admin.AdminSite):
    """The admin under the clinic's name, with a heading of its own."""

    index_title = _("What would you like to work on?")
    site_title = _("Clinic portal")
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """As Django does; every class becomes a BoundedAdmin, too."""
        own = admin_class or admin.ModelAdmin
        bounded = type(own.__name__, (BoundedAdmin, own), {"__module__": own.__module__, "__doc__": own.__doc__})
        super().register(model_or_iterable, bounded, **options)

    @property
    def site_header(self):
        return settings.CLINIC_NAME
