"""The one admin site: the stock Django admin under the clinic's name, with an end to what a list can be asked."""

import re
from datetime import date
from functools import wraps
from http import HTTPStatus
from itertools import islice

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpResponseRedirect
from django.utils.text import smart_split
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal import unsent_forms

MOST_WORDS = 20  # that a list is searched for: each asks every searched column
LONGEST_SEARCH = 400  # characters
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # for which the dates above a list can be asked
# What a filter at the side, or the row of dates above a list, adds to the name of its column.
_FILTERED_BY = {f"__{name}" for name in ("exact", "in", "isnull", "isempty", "gte", "lt", "year", "month", "day")}
_FILTERED_BY |= {"__id__exact", "__pk__exact", "__id__in", "__pk__in", "__id__isnull"}
_ROW = re.compile("[0-9]{1,18}")


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

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters at the side and the dates above the list ask: no value that is not shown can be guessed
        letter by letter, by a beginning or a pattern."""
        filters = [each[0] if isinstance(each, tuple) else each for each in self.get_list_filter(request)]
        columns = [each for each in (*filters, self.date_hierarchy) if isinstance(each, str)]
        if any(lookup == getattr(each, "parameter_name", None) for each in filters):
            return True
        return any(_asks(lookup, column) for column in columns) and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        """Leads back to the whole list where the dates above it are asked for a day that does not exist."""
        if self.date_hierarchy and not _is_a_day(request.GET, self.date_hierarchy):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NumberedAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class NumberedAutocomplete(AutocompleteSelect):
    """Shows what was chosen only if it is a row's number: anything else stands in no row."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if _ROW.fullmatch(str(one))], attr)


def _asks(lookup: str, column: str) -> bool:
    rest = lookup.removeprefix(column)
    return lookup.startswith(column) and (not rest or rest in _FILTERED_BY)


def _is_a_day(query, column: str) -> bool:
    """Whether the year, month and day that were asked for exist, as far as any were."""
    year, month, day = (
        query.get(f"{column}__{part}", default) for part, default in (("year", "2000"), ("month", "1"), ("day", "1"))
    )
    try:
        return EARLIEST_YEAR <= date(*(int(part[:5]) for part in (year, month, day))).year <= LATEST_YEAR
    except ValueError:
        return False


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

    def admin_view(self, view, cacheable=False):
        """As Django's; whoever sends a form after the session has ended keeps what was typed."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kept(request, *args, **kwargs):
            ended = request.method == "POST" and not request.user.is_authenticated
            return (ended and unsent_forms.login_first(request)) or guarded(request, *args, **kwargs)

        return kept

    def login(self, request, extra_context=None):
        """As Django's; a form that the login page carries is handed back to whom it belongs."""
        unsent = unsent_forms.carried_by(request)
        carried = {
            "unsent": unsent,
            "carried": request.POST[unsent_forms.CARRIED] if unsent else "",
            "of_another": False,
        }
        response = super().login(request, {**(extra_context or {}), **carried})
        logged_in = response.status_code == HTTPStatus.FOUND
        return unsent_forms.after_login(request, unsent, response) if logged_in else response

    @property
    def site_header(self):
        return settings.CLINIC_NAME
