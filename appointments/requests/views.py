"""The pages of the request form. Every step is kept in a draft, so that Back, reload and a second tab lose nothing."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from appointments import link_secrets
from appointments.models import AppointmentRequest, HealthcareService, RequestDraft
from appointments.requests.abuse import SubmissionTrace
from appointments.requests.actions import drafts, submission
from appointments.requests.emergency import emergency_card
from appointments.requests.form_progress import FormProgress, StepNotComplete
from appointments.requests.questions import FormStep
from portal.clinic import Clinic
from portal.lib.addresses import with_query
from portal.lib.client_network import client_network
from portal.refused_forms.pages import form_page, typed_or_kept
from topics.kinds import TopicKind, Urgency
from topics.live_addresses import successor_of
from topics.models import Edition, FormerAddress
from topics.page import page_view
from topics.placeholders import fill


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, specialty):
    """The first page: emergency card, what happens next. POST makes the draft and leads to its first step."""
    service = HealthcareService.objects.for_specialty(specialty).first()
    if service is None and not _is_live(specialty):
        return _to_present_address(request, specialty)
    if service is None or not service.is_open:
        if request.method == "POST":  # closed while the page was open
            return redirect(request.get_full_path())
        reason = service.closed_reason if service else ""
        return render(request, "appointments/asking/closed.html", {"reason": reason})
    article = _article_read_before(request)
    if request.method == "POST":
        secret = drafts.begin(service=service, edition=article, now=timezone.now())
        return redirect("appointments:step", specialty, secret, FormStep.WHO)
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
    """A page of questions, or the check page. Without a draft: the request it became, or that it is kept no longer."""
    draft = _draft(specialty, secret)
    if draft is None:
        return _answer_without_draft(request, specialty, secret)
    if step not in FormProgress.steps:
        raise Http404
    specialty = draft.service.specialty.live_slug  # today's address: it may have moved while somebody was answering
    step, progress = FormStep(step), FormProgress(draft)
    incomplete = progress.first_incomplete(before=step)
    if incomplete:
        return redirect("appointments:step", specialty, secret, incomplete)
    form = progress.form(step, typed_or_kept(request))
    if request.method == "POST" and form.is_valid():
        if step == FormStep.CHECK:
            return _send(request, draft, progress, secret, form.cleaned_data["website"])
        drafts.save_step(draft=draft, step=step, answers=progress.typed(request.POST, step), now=timezone.now())
        return redirect("appointments:step", specialty, secret, progress.after(step, changing="change" in request.GET))
    context = progress.context(step, form, secret) | {"specialty": specialty, "draft": draft}
    template = "check" if step == FormStep.CHECK else "step"
    return form_page(request, form, f"appointments/asking/{template}.html", context)


def _send(request, draft, progress, secret, honeypot):
    """Stores the request and leads to its page. An answer that no longer holds leads back to its step."""
    now = timezone.now()
    try:
        answers = progress.answers()
        submission.submit_request(
            answers=answers,
            service=draft.service,
            edition=draft.source_edition,
            form_secret=secret,
            now=now,
            trace=SubmissionTrace(
                client_network(request), honeypot=honeypot, time_taken=now - draft.begun_at if draft.begun_at else None
            ),
        )
    except StepNotComplete as incomplete:
        return redirect("appointments:step", draft.service.specialty.live_slug, secret, incomplete.step)
    except submission.NotOpen:
        return redirect("appointments:request", draft.service.specialty.live_slug)
    return redirect("appointments:status", link_secrets.status_secret(secret))


def _draft(specialty, secret):
    """The draft of this secret, at the present address of its specialist or at a former one."""
    kept = RequestDraft.objects.select_related("service__specialty__live_edition", "source_edition__topic")
    draft = kept.filter(
        key_digest=link_secrets.digest(secret), expires_at__gt=timezone.now(), service__specialty__live_slug__gt=""
    ).first()
    if draft is None or draft.service.specialty.live_slug == specialty:
        return draft
    return draft if _at_former_address(TopicKind.SPECIALTY, specialty) == draft.service.specialty else None


def _answer_without_draft(request, specialty, secret):
    if AppointmentRequest.objects.filter(idempotency_key=link_secrets.digest(secret)).exists():
        return redirect("appointments:status", link_secrets.status_secret(secret))
    if request.method == "POST":
        return redirect(request.get_full_path())
    again = reverse("appointments:request", args=[specialty])
    return render(request, "appointments/asking/expired.html", {"again_url": again}, status=410)


def _article_read_before(request):
    """The live symptom article the reader came from, if the address names one; anything else is dropped."""
    slug = request.GET.get("article", "")
    if not slug.replace("-", "").isalnum() or not slug.isascii():
        return None
    articles = Edition.objects.live().select_related("topic").filter(kind=TopicKind.SYMPTOM)
    article = articles.filter(slug=slug).first()
    if article is None and slug and (moved := _at_former_address(TopicKind.SYMPTOM, slug)):
        article = articles.filter(topic=moved).first()
    return article


def _to_present_address(request, specialty):
    """Redirects from a former address of the specialist's page to today's. Raises Http404 for any other."""
    end = _at_former_address(TopicKind.SPECIALTY, specialty)
    if end is None:
        raise Http404
    address = reverse("appointments:request", args=[end.live_slug])
    return redirect(with_query(address, request), permanent=True)


def _at_former_address(kind, slug):
    """The topic of this kind whose live page stands today for one that had this address; None if there is none."""
    former = FormerAddress.objects.filter(kind=kind, slug=slug).select_related("topic").first()
    end = former and successor_of(former.topic)
    return end if end and end.is_live and end.kind == kind else None


def _is_live(specialty):
    return Edition.objects.live().filter(kind=TopicKind.SPECIALTY, slug=specialty).exists()
