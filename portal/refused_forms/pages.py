"""The page of a form that was refused: kept at a POST, shown by the GET that follows.

Back and reload then never ask whether to send again. The address carries a random token (`?again=`); what was typed
opens only on its own page and for whoever sent it, so that an address that is passed on shows nobody anything: for the
account that was logged in, also after it has logged in again, else in the browser that sent it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from portal.lib.text import storable
from portal.models import RefusedForm
from portal.refused_forms import actions

PARAMETER = "again"  # of the address: a random token
LONGEST_TOKEN = 40  # characters
MOST_KEPT = 40_000  # characters of one form; what is longer is answered at once and not kept
MOST_FORMS = 5_000  # of everybody at once, 200 MB of the longest; a flood beyond that is answered at once and not kept


@dataclass(frozen=True)
class KeptForm:
    """A form that was refused. `typed`: by field. `errors`: sentences by field. `notes`: what else the page needs."""

    typed: QueryDict
    errors: dict[str, list[str]]
    notes: dict = field(default_factory=dict)

    def restore(self, form: forms.Form) -> forms.Form:
        """The form, made with `typed`, with the errors it had when it was refused, and no others."""
        form.full_clean()
        form.errors.clear()
        for name, sentences in self.errors.items():
            form.add_error(name if name in form.fields else None, list(sentences))
        return form


def typed_or_kept(request: HttpRequest) -> QueryDict | None:
    """What the form of this page is filled with: what is posted now, else what was refused, else None."""
    if request.method == "POST":
        return request.POST
    kept = kept_form(request)
    return kept.typed if kept else None


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The refused form that the address of a GET names; None if unknown, expired, of another page, or not theirs."""
    token, sender = request.GET.get(PARAMETER, ""), _sender(request)
    if request.method == "POST" or not sender or not 0 < len(token) <= LONGEST_TOKEN:
        return None
    if not hasattr(request, "refused_form"):
        key = _digest(token, request.path, sender)
        stored = RefusedForm.objects.filter(key_digest=key, expires_at__gt=timezone.now())
        content = stored.values_list("content", flat=True).first()
        request.refused_form = _read(content) if content else None
    return request.refused_form


def keep(
    request: HttpRequest, form: forms.Form | None = None, *, at: str = "", notes: Mapping | None = None
) -> HttpResponse | None:
    """Keeps the form that is posted, with its errors, and redirects to where it is shown again.

    `at`: the address of that page; by default the one posted to, with its query. `notes`: values for JSON that the page
    reads from KeptForm.notes. None, and nothing is kept, if more was typed than MOST_KEPT characters or MOST_FORMS are
    kept already; a page without a form, which only a person with the right link comes to, is always kept.
    """
    typed = {name: request.POST.getlist(name) for name in form.fields if name in request.POST} if form else {}
    if sum(len(value) for values in typed.values() for value in values) > MOST_KEPT:
        return None
    if form and RefusedForm.objects.filter(expires_at__gt=timezone.now()).count() >= MOST_FORMS:
        return None
    content = {
        "typed": typed,
        "errors": {name: list(map(str, errors)) for name, errors in form.errors.items()} if form else {},
        "notes": dict(notes or {}),
    }
    token = secrets.token_urlsafe(18)
    get_token(request)  # sees to it that there is a cookie
    address, _, query = (at or request.get_full_path()).partition("?")
    actions.keep(_digest(token, unquote(address), _sender(request)), _storable(content), now=timezone.now())
    kept_query = QueryDict(query, mutable=True)
    kept_query[PARAMETER] = token
    return HttpResponseRedirect(f"{address}?{kept_query.urlencode()}")


def form_page(
    request: HttpRequest, form: forms.Form, template: str, context: dict, *, notes: Mapping | None = None
) -> HttpResponse:
    """The page of a form: after a POST that was refused by way of keep(), else drawn, with the errors that were kept.

    What is too long to be kept is answered at once (422), with all that was typed.
    """
    if request.method == "POST":
        return keep(request, form, notes=notes) or render(request, template, context, status=422)
    kept = kept_form(request)
    if kept and form.is_bound:
        kept.restore(form)
    return render(request, template, context)


def _sender(request: HttpRequest) -> str:
    """Whose a form is: the account that is logged in, else the browser; "" for a browser without the cookie."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"account {user.pk}"
    return request.META.get("CSRF_COOKIE", "")


def _digest(token: str, path: str, sender: str) -> str:
    return hashlib.sha256(f"{token} {path} {sender}".encode()).hexdigest()


def _storable(value):
    """The value, for JSON, with every text in it as a database keeps it: sentences of errors repeat what was typed."""
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return storable(value) if isinstance(value, str) else value


def _read(content: dict) -> KeptForm:
    typed = QueryDict(mutable=True)
    for name, values in content["typed"].items():
        typed.setlist(name, values)
    return KeptForm(typed, content["errors"], content["notes"])
