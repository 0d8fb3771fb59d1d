"""Finding a page: home, A–Z and search."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.context import Clinic
from portal.lib.caching import public_page
from topics import catalogue
from topics.forms import SearchForm
from topics.kinds import TopicKind
from topics.page_context import crumbs


@public_page
def home(request):
    """Search first, then symptoms, then specialists, then how to reach the clinic."""
    clinic = Clinic.configured()
    context = {
        "symptoms": catalogue.pages_of(TopicKind.SYMPTOM, clinic),
        "specialists": catalogue.specialists(clinic),
    }
    return render(request, "topics/home.html", context)


@public_page
def index(request, kind: TopicKind):
    """A–Z of one kind, other names included."""
    context = {
        "kind": kind,
        "menu_section": kind.folder,
        "letters": catalogue.a_to_z(kind, Clinic.configured()),
        "crumbs": crumbs((kind.plural, "")),
    }
    return render(request, "topics/index.html", context)


def search(request):
    """Pages by their names. Never stored by caches: what someone looks for is nobody's business."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "found": catalogue.search(words, Clinic.configured()),
        "crumbs": crumbs((_("Search"), "")),
    }
    return render(request, "topics/search.html", context)
