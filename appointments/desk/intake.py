"""The view on which the desk takes a request that reaches the clinic by phone, in person or on paper."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appointments import link_secrets
from appointments.desk.access import DESK_ROLES, at_the_desk
from appointments.desk.desk_context import desk_context
from appointments.desk.forms.taking import TakingForm
from appointments.models import HealthcareService
from appointments.requests.actions import submission
from appointments.requests.mail_domains import suggested_domain
from portal.refused_forms.pages import form_page, typed_or_kept


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk(*DESK_ROLES)
def take_request(request):
    """The form; POST stores the request, claimed by whoever takes it. The same form sent twice makes one request."""
    now = timezone.now()
    if not HealthcareService.objects.exists():
        messages.info(request, _("No service is set up yet, so nothing can be asked for."))
        return redirect("desk:queue")
    typed = typed_or_kept(request)
    if typed is not None:
        form = TakingForm(typed)
        if request.method == "POST" and form.is_valid():
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
        form = TakingForm(initial={"secret": link_secrets.new_secret()})
    context = desk_context(request, "take_request", now) | {"form": form}
    return form_page(request, form, "desk/take_request.html", context)
