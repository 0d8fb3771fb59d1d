"""For patients without a link that works: a new one by e-mail, or one for whoever knows three facts of the request."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from appointments.patient.actions import identity
from appointments.patient.actions.identity import NotProven
from appointments.patient.forms import FindRequestForm
from appointments.patient.views.link_access import find_link, has_ended, link_ended_page, read_or_send
from portal.lib.whence import network_of


@read_or_send
def find(request):
    """Reference, end of the phone number and year of birth lead to the request; all else to the same refusal."""
    form = FindRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            secret = identity.find_request(
                reference=answers["reference"],
                phone_digits=answers["phone_digits"],
                birth_year=str(answers["birth_year"]),
                network=network_of(request),
                now=timezone.now(),
            )
        except NotProven as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("appointments:status", secret)
    return render(request, "appointments/status/find.html", {"form": form})


@read_or_send
def new_link(request, secret):
    """Sends a new link in place of one that has ended; the answer is the same whether or not a mail leaves."""
    link, now = find_link(secret), timezone.now()
    if link is None:
        raise Http404
    if not has_ended(link, now):
        return redirect("appointments:status", secret)
    if request.method == "POST":
        identity.send_new_link(link, now=now)
        return render(request, "appointments/status/link_sent.html")
    return link_ended_page(request, secret)
