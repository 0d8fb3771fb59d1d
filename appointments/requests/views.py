"""The request form: one step a page, kept as a draft, so that Back, reload and two tabs are always safe."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from appointments import link_secrets
from appointments.models import AppointmentRequest, HealthcareService, RequestDraft
from appointments.requests.abuse import Manner
from appointments.requests.actions import drafts, submission
from appointments.requests.answers import Form, NotComplete
from appointments.requests.emergency import emergency_card
from portal.clinic import Clinic
from portal.lib.client_network import client_network
from topics.kinds import TopicKind, Urgency
from topics.models import Edition, FormerAddress
from topics.page import page_view
from topics.placeholders import fill


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, specialty):
    """The first page: when not to wait for us, and what happens next. Starting makes the draft."""
    service = HealthcareService.objects.for_specialty(specialty).first()
    if service is None and not _is_live(specialty):
        return _moved(request, specialty)
    if service is None or not service.is_open:
        reason = service.closed_reason if service else ""
        return render(request, "appointments/asking/closed.html", {"reason": reason})
    article = _article(request)
    if request.method == "POST":
        secret = drafts.begin(service=service, edition=article, now=timezone.now())
        return redirect("appointments:step", specialty, secret, "who")
    clinic = Clinic.configured()
    specialist = service.specialty.live_edition
    page = page_view(article.content, clinic) if article else None
    context = {
        "specialist": specialist,
        "description": fill(specialist.description, clinic),
        "article": article,
        "first_cards": (page and page.emergency_cards) or (emergency_card(clinic),),
        "second_cards": [card for card in page.other_cards if card.urgency == Urgency.URGENT] if page else [],
    }
    return render(request, "appointments/asking/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, specialty, secret, step):
    """One question page, or the check page at the end. A draft that was sent leads to its request."""
    draft = _draft(specialty, secret)
    if draft is None:
        return _sent_or_gone(request, specialty, secret)
    form_so_far = Form(draft)
    if step not in form_so_far.steps:
        raise Http404
    first_open = form_so_far.first_incomplete(before=step)
    if first_open:
        return redirect("appointments:step", specialty, secret, first_open)
    form = form_so_far.form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if step == "check":
            return _send(request, draft, form_so_far, secret, form.cleaned_data["website"])
        drafts.keep(draft=draft, step=step, answers=form_so_far.typed(request.POST, step), now=timezone.now())
        return redirect(
            "appointments:step", specialty, secret, form_so_far.after(step, changing="change" in request.GET)
        )
    context = form_so_far.context(step, form, secret) | {"specialty": specialty, "draft": draft}
    return render(request, f"appointments/asking/{'check' if step == 'check' else 'step'}.html", context)


def _send(request, draft, form_so_far, secret, trap):
    """The one action of this form. What has become wrong since it was typed leads back to its step."""
    now = timezone.now()
    try:
        answers = form_so_far.answers()
        submission.ask(
            answers=answers,
            service=draft.service,
            edition=draft.source_edition,
            form_secret=secret,
            now=now,
            manner=Manner(client_network(request), trap=trap, took=now - draft.begun_at if draft.begun_at else None),
        )
    except NotComplete as incomplete:
        return redirect("appointments:step", draft.service.specialty.live_slug, secret, incomplete.step)
    except submission.NotOpen:
        return redirect("appointments:request", draft.service.specialty.live_slug)
    return redirect("appointments:status", link_secrets.status_secret(secret))


def _draft(specialty, secret):
    drafts_kept = RequestDraft.objects.select_related("service__specialty__live_edition", "source_edition__topic")
    return drafts_kept.filter(
        key_digest=link_secrets.digest(secret), expires_at__gt=timezone.now(), service__specialty__live_slug=specialty
    ).first()


def _sent_or_gone(request, specialty, secret):
    if AppointmentRequest.objects.filter(idempotency_key=link_secrets.digest(secret)).exists():
        return redirect("appointments:status", link_secrets.status_secret(secret))
    again = reverse("appointments:request", args=[specialty])
    return render(request, "appointments/asking/expired.html", {"again_url": again}, status=410)


def _article(request):
    """The live symptom article the reader came from, if the address names one; anything else is dropped."""
    slug = request.GET.get("article", "")
    if not slug.replace("-", "").isalnum() or not slug.isascii():
        return None
    return Edition.objects.live().select_related("topic").filter(kind=TopicKind.SYMPTOM, slug=slug).first()


def _moved(request, specialty):
    """The specialist's page has another address by now: the form follows it. Unknown ones are a 404."""
    former = FormerAddress.objects.filter(kind=TopicKind.SPECIALTY, slug=specialty).select_related("topic").first()
    if former is None or not former.topic.is_live:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("appointments:request", args=[former.topic.live_slug]) + query, permanent=True)


def _is_live(specialty):
    return Edition.objects.live().filter(kind=TopicKind.SPECIALTY, slug=specialty).exists()
