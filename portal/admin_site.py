"""The one admin site: the stock Django admin under the clinic's name, with an end to what a list can be asked."""

import re
from datetime import date
from functools import wraps
from http import HTTPStatus
from itertools import islice

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
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
        """Searches for MOST_WORDS words of the first LONGEST_SEARCH characters; the list says so if there were more.
        What was typed stays in its box."""
        words, sentence = list(islice(smart_split(search_term[:LONGEST_SEARCH]), MOST_WORDS + 1)), ""
        if len(words) > MOST_WORDS:
            sentence = _now("Only the first %(most)s words were searched for.") % {"most": MOST_WORDS}
        elif len(search_term) > LONGEST_SEARCH:
            sentence = _now("Only the first %(most)s characters were searched for.") % {"most": LONGEST_SEARCH}
        if sentence:
            search_term = " ".join(words[:MOST_WORDS])
            if not request.path.endswith("/autocomplete/"):  # which shows no page
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
        """Leads back to the whole list where it is asked for a day or a moment that does not exist, or where what was
        chosen is no row."""
        whole_list = HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        if self.date_hierarchy and not _is_a_day(request.GET, self.date_hierarchy):
            return whole_list
        if not all(map(_ROW.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return whole_list
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:  # a moment that its time zone puts before the year 1 or behind 9999
            return whole_list

    def save_form(self, request, form, change):
        """As Django's; what was changed elsewhere about accounts is noted before a form is stored, as nobody's."""
        _note_changes(by=None)
        return super().save_form(request, form, change)

    def save_related(self, request, form, formsets, change):
        """As Django's; in the same transaction it is noted if what was stored changed who reaches patients."""
        super().save_related(request, form, formsets, change)
        _note_changes(by=request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NumberedAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class NumberedAutocomplete(AutocompleteSelect):
    """Shows what was chosen only if it is a row's number: anything else stands in no row."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if _ROW.fullmatch(str(one))], attr)


def _note_changes(*, by, knew_password=None) -> None:
    from portal.accounts.actions import note_changes  # the site is made before there are models

    note_changes(by=by, now=timezone.now(), knew_password=knew_password)


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
        """As Django's. A form that the login page carries is handed back to whom it belongs; before somebody gets in,
        it is noted what changed about accounts, by whatever way."""
        if request.method == "POST":
            _note_changes(by=None)
        unsent = unsent_forms.carried_by(request)
        carried = {
            "unsent": unsent,
            "carried": request.POST[unsent_forms.CARRIED] if unsent else "",
            "of_another": False,
        }
        response = super().login(request, {**(extra_context or {}), **carried})
        if request.method == "POST" and request.user.is_authenticated:
            # Django stores a password anew where its hashes got stronger.
            _note_changes(by=None, knew_password=request.user)
        logged_in = response.status_code == HTTPStatus.FOUND
        return unsent_forms.after_login(request, unsent, response) if logged_in else response

    def password_change(self, request, extra_context=None):
        """As Django does; that somebody changed their own password is noted."""
        if request.method != "POST":
            return super().password_change(request, extra_context)
        _note_changes(by=None)
        with transaction.atomic():
            answer = super().password_change(request, extra_context)
            _note_changes(by=request.user, knew_password=request.user)
        return answer

    @property
    def site_header(self):
        return settings.CLINIC_NAME
