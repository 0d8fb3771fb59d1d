"""The door behind which a patient's pages lie: no view there is entered but with a link that opens it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from appointments import link_secrets
from appointments.lifecycle.story import Story, story_of
from appointments.models import AppointmentRequest, LinkToken

WITH_THE_REQUEST = ("service__specialty__live_edition", "duplicate_of")


@dataclass(frozen=True)
class Door:
    """An open link: its secret, its row, and the story of its request as it stands."""

    secret: str
    link: LinkToken
    story: Story

    @property
    def asked(self) -> AppointmentRequest:
        return self.story.request

    @property
    def now(self) -> datetime:
        return self.story.now

    def url(self, name: str) -> str:
        """The address of another page behind the same link."""
        return reverse(f"appointments:{name}", args=[self.secret])

    def way(self, name: str, request: HttpRequest) -> str:
        """The same, relative to the page that is asked for: so that no page holds its own secret, saved or shared."""
        return relative(self.url(name), self.secret, request)

    def back(self, done: str = ""):
        """To the page that says how it stands; `done` names the word it has for what was just done."""
        return redirect(self.url("status") + (f"?done={done}" if done else ""))

    def afresh(self) -> "Door":
        """The same door, with the story as it is told now."""
        stored = AppointmentRequest.objects.select_related(*WITH_THE_REQUEST).get(pk=self.asked.pk)
        return replace(self, story=story_of(stored, self.now))


def behind_a_link(view: Callable) -> Callable:
    """Lets in who holds a link: the view gets the door. An unknown link is a 404; an ended one says so and leads on."""

    @wraps(view)
    def entered(request, secret):
        now = timezone.now()
        link = link_of(secret)
        if link is None:
            raise Http404
        if has_ended(link, now):
            return ended(request, secret)
        return view(request, Door(secret, link, story_of(link.request, now)))

    return entered


def relative(address: str, secret: str, request: HttpRequest) -> str:
    """The way from the page asked for, below a link, to another one below it."""
    up = "../" * request.path.partition(f"/{secret}/")[2].count("/")
    return up + address.partition(f"/{secret}/")[2] or "./"


def link_of(secret: str) -> LinkToken | None:
    """The link with this secret, whether it has ended or not."""
    links = LinkToken.objects.select_related(*(f"request__{name}" for name in WITH_THE_REQUEST))
    return links.filter(digest=link_secrets.digest(secret), purpose=LinkToken.Purpose.STATUS).first()


def ended(request: HttpRequest, secret: str):
    """A link has ended: why, and the ways to one that works."""
    new_link = relative(reverse("appointments:new_link", args=[secret]), secret, request)
    return render(request, "appointments/status/link_ended.html", {"new_link": new_link}, status=410)


def has_ended(link: LinkToken, now: datetime) -> bool:
    return link.revoked_at is not None or link.expires_at <= now
