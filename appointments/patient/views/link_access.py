"""Access to a patient's pages: a link opens one request, an ended link says so, and some pages ask who it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from appointments import link_secrets
from appointments.lifecycle.story import Story, story_of
from appointments.models import AppointmentRequest, LinkToken
from appointments.patient.actions import identity
from appointments.patient.actions.identity import NotProven

RELATED = ("service__specialty__live_edition", "duplicate_of")  # what the pages show of a request
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


class Done(StrEnum):
    """What the patient has just done, as the address of the status page carries it (`?done=`)."""

    DETAILS_CHANGED = "details"
    WISHES_CHANGED = "wishes"
    TIMES_REFUSED = "none"
    CONFIRMED = "coming"
    CANNOT_COME_REPORTED = "told"
    APPOINTMENT_KEPT = "kept"
    DATA_KEPT = "data-kept"


@dataclass(frozen=True)
class LinkAccess:
    """A link that is open: its secret, its row, and the story of its request at this moment."""

    secret: str
    link: LinkToken
    story: Story

    @property
    def appointment_request(self) -> AppointmentRequest:
        return self.story.request

    @property
    def now(self) -> datetime:
        return self.story.now

    def url(self, name: str) -> str:
        """The address of the page with this URL name behind the same link."""
        return reverse(f"appointments:{name}", args=[self.secret])

    def relative_url(self, name: str, http_request: HttpRequest) -> str:
        """The same, relative to the page asked for, so that no page holds the secret when it is saved or shared."""
        return relative_url(self.url(name), self.secret, http_request)

    def to_status_page(self, done: Done | None = None) -> HttpResponse:
        """Redirects to the status page, which says what was done."""
        return redirect(self.url("status") + (f"?done={done}" if done else ""))


def link_required(view: Callable) -> Callable:
    """Calls view(http_request, access) where the secret in the address opens a request.

    A link that has ended is answered with a page that says so (410), an unknown one with 404.
    """

    @wraps(view)
    def view_behind_link(request: HttpRequest, secret: str) -> HttpResponse:
        now = timezone.now()
        link = find_link(secret)
        if link is None:
            raise Http404
        if has_ended(link, now):
            return redirect(request.path) if request.method == "POST" else link_ended_page(request, secret)
        return view(request, LinkAccess(secret, link, story_of(link.request, now)))

    return view_behind_link


def relative_url(address: str, secret: str, http_request: HttpRequest) -> str:
    """The way from the page asked for, whose address holds the secret, to another such address."""
    up = "../" * http_request.path.partition(f"/{secret}/")[2].count("/")
    return up + address.partition(f"/{secret}/")[2] or "./"


def find_link(secret: str) -> LinkToken | None:
    """The link with this secret, whether it has ended or not."""
    links = LinkToken.objects.select_related(*(f"request__{name}" for name in RELATED))
    return links.filter(digest=link_secrets.digest(secret), purpose=LinkToken.Purpose.STATUS).first()


def has_ended(link: LinkToken, now: datetime) -> bool:
    """Whether the link has expired or was revoked."""
    return link.revoked_at is not None or link.expires_at <= now


def link_ended_page(http_request: HttpRequest, secret: str) -> HttpResponse:
    """Says that the link has ended (410), and leads to a form that asks for a new one."""
    new_link = relative_url(reverse("appointments:new_link", args=[secret]), secret, http_request)
    return render(http_request, "appointments/status/link_ended.html", {"new_link": new_link}, status=410)


def knows_the_patient(form, access: LinkAccess) -> bool:
    """Whether the field `digits` of a valid form shows that its sender knows the patient; if not, adds an error to it.

    Each wrong try counts.
    """
    try:
        identity.check_digits(access.link, digits=form.cleaned_data["digits"], now=access.now)
    except NotProven as refusal:
        form.add_error("digits", str(refusal))
        return False
    return True
