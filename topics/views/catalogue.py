"""Finding a page: home, A–Z and search."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.clinic import Clinic
from portal.lib.caching import public_page
from portal.lib.search_words import read_search
from topics import catalogue
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
    sought = read_search(request.GET.get("q", ""))
    found = catalogue.search(sought.words, Clinic.configured())
    context = {
        "sought": sought,
        "found": found[: catalogue.MOST_FOUND],
        "more": len(found) > catalogue.MOST_FOUND,
        "crumbs": crumbs((_("Search"), "")),
    }
    return render(request, "topics/search.html", context)
