"""For patients without a link that works: a new one by e-mail, or one for whoever knows three facts of the request."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from appointments.patient.actions import identity
from appointments.patient.actions.identity import NotProven
from appointments.patient.forms import FindRequestForm
from appointments.patient.views.link_access import find_link, has_ended, link_ended_page, read_or_send
from portal.lib.client_network import client_network
from portal.refused_forms.pages import form_page, typed_or_kept


@read_or_send
def find(request):
    """Reference, end of the phone number and year of birth lead to the request; all else to the same refusal."""
    form = FindRequestForm(typed_or_kept(request))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            secret = identity.find_request(
                reference=answers["reference"],
                phone_digits=answers["phone_digits"],
                birth_year=str(answers["birth_year"]),
                network=client_network(request),
                now=timezone.now(),
            )
        except NotProven as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("appointments:status", secret)
    return form_page(request, form, "appointments/status/find.html", {"form": form})


@read_or_send
def new_link(request, secret):
    """Sends a new link in place of one that has ended. The answer, `?sent=`, is the same whether one leaves or not."""
    link, now = find_link(secret), timezone.now()
    if link is None:
        raise Http404
    if not has_ended(link, now):
        return redirect("appointments:status", secret)
    if request.method == "POST":
        identity.send_new_link(link, now=now)
        return redirect(f"{request.path}?sent=1")
    if "sent" in request.GET:
        return render(request, "appointments/status/link_sent.html")
    return link_ended_page(request, secret)
