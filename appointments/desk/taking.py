"""A request that reaches us by phone, in person or on paper: one screen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import secrets
from appointments.desk.access import DESK, at_the_desk
from appointments.desk.forms.taking import TakingForm
from appointments.desk.frame import frame
from appointments.models import HealthcareService
from appointments.requests.actions import submission
from appointments.requests.mail_domains import suggested_domain


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK)
def take_request(request):
    """The form, and the request once it is in order: it is the taker's own at once. Sent twice, it makes one."""
    now = timezone.now()
    if not HealthcareService.objects.exists():
        messages.info(request, _("No service is set up yet, so nothing can be asked for."))
        return redirect("desk:queue")
    if request.method == "POST":
        form = TakingForm(request.POST)
        if form.is_valid():
            taken = submission.take_request(
                form.answers(),
                form.cleaned_data["service"],
                form.cleaned_data["channel"],
                by=request.actor,
                now=now,
                form_secret=form.cleaned_data["secret"],
            )
            messages.success(request, _("Taken down: %(reference)s.") % {"reference": taken.spoken_reference})
            if meant := suggested_domain(taken.email):
                messages.warning(request, _("Is the e-mail address right? Perhaps %(it)s was meant.") % {"it": meant})
            return redirect("desk:request", taken.reference)
    else:
        form = TakingForm(initial={"secret": secrets.new_secret()})
    context = frame(request, "take_request", now) | {"form": form}
    return render(request, "desk/take_request.html", context, status=422 if form.errors else 200)
