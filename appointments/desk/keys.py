"""The keys of the desk, as a page; pressing ? shows the same list over whatever is open."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments.desk.access import DESK, at_the_desk
from appointments.desk.frame import frame


@require_safe
@at_the_desk(*DESK)
def keys(request):
    """Each key and what it does, and the switch that turns them off."""
    return render(request, "desk/keys.html", frame(request, "keys", timezone.now()))
