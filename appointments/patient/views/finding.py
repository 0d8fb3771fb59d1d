"""Without a link that works: a new one to the address we hold, or one for whoever knows what only they and we know."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from appointments.patient.actions import identity, new_links
from appointments.patient.actions.identity import NotProven
from appointments.patient.forms import FindForm
from appointments.patient.views.link_access import ended, has_ended, link_of
from portal.lib.client_network import client_network

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def find(request):
    """Reference, end of the phone number and year of birth lead to the request; anything else to one same answer."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            secret = identity.find(
                reference=answers["reference"],
                phone_digits=answers["phone_digits"],
                birth_year=str(answers["birth_year"]),
                whence=client_network(request),
                now=timezone.now(),
            )
        except NotProven as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("appointments:status", secret)
    return render(request, "appointments/status/find.html", {"form": form})


@READ_OR_SEND
def new_link(request, secret):
    """A link that has ended asks for a new one. What is answered is the same whether or not a mail leaves."""
    link, now = link_of(secret), timezone.now()
    if link is None:
        raise Http404
    if not has_ended(link, now):
        return redirect("appointments:status", secret)
    if request.method == "POST":
        new_links.send_new_link(link, now=now)
        return render(request, "appointments/status/link_sent.html")
    return ended(request, secret)
