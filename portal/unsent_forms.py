"""A form that was sent and could not be taken: what was typed is handed back, to be sent once more.

That happens when the session has ended, when somebody logged in or out in another tab, or when a cookie is missing. One
way for every form of the portal:

- `{% csrf_token %}` writes beside the token a signed mark of whom the form was drawn for (portal.templatetags).
- A form is kept only if it carries such a mark and the browser says that it comes from a page of ours: what another
  site sends is neither carried out nor shown. Nothing is stored on the server, in a cookie or in an address.
- Whoever it was drawn for gets a page that holds the fields and one button (`send_again.html`), with a fresh token.
- Whoever has to log in first gets the login page, which carries the fields sealed (portal.lib.sealing); they are opened
  only for the account they belong to.
- Passwords and files are never kept.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.core import signing
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal import errors
from portal.lib.own_page import is_from_own_page
from portal.lib.sealing import seal, unseal

MARK = "form_shown_to"  # the name of the field that says whom a form was drawn for
CARRIED = "unsent_form"  # the name of the field in which the login page carries a form, sealed
KEPT_FOR = timedelta(days=7)  # between drawing a form, or sealing it, and its being handed back
MOST_CARRIED = 1_500_000  # characters of a sealed form; with the rest of the login form less than a body may have
MOST_TEXTS, LONGEST_SHOWN = 40, 2_000  # texts that are shown on the page, and characters of each
_PURPOSE = "unsent form"
OWN_FIELDS = ("csrfmiddlewaretoken", MARK)  # what every form has besides what is typed


@dataclass(frozen=True)
class UnsentForm:
    """What was typed, and where it was sent.

    `person`: the key of the account it was drawn for; empty: somebody who was not logged in. `address`: path and query
    within the portal. `files`: the names of files that have to be chosen again. `passwords`: some were typed.
    """

    person: str
    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    passwords: bool = False
    multipart: bool = False

    @property
    def texts(self) -> list[str]:
        """What was typed in words, to be read; not what a script wrote as JSON."""
        found = [value for _name, value in self.fields if len(value.split(maxsplit=1)) > 1 and value[0] not in "[{"]
        return [text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …" for text in found[:MOST_TEXTS]]

    def sealed(self) -> str:
        """The form as the login page carries it; empty if it is too long."""
        values = [self.person, self.address, self.fields, self.files, self.passwords, self.multipart]
        carried = seal(json.dumps(values, ensure_ascii=False), purpose=_PURPOSE)
        return carried if len(carried) <= MOST_CARRIED else ""


def mark(request: HttpRequest) -> str:
    """The account that this page is drawn for, or nobody, and the day, signed. The same all day."""
    return _signer().sign(f"{_account(request)} {timezone.now().date()}")


def carried_by(request: HttpRequest) -> UnsentForm | None:
    """The form that a login page carries; None if there is none, or none of ours."""
    opened = unseal(request.POST.get(CARRIED, ""), purpose=_PURPOSE, max_age=KEPT_FOR)
    if opened is None:
        return None
    person, address, fields, files, passwords, multipart = json.loads(opened)
    return UnsentForm(person, address, tuple(map(tuple, fields)), tuple(files), passwords, multipart)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: the page that sends it once more, if it came from a page of ours."""
    try:
        unsent = carried_by(request) if request.path == reverse("admin:login") else _received(request)
        return errors.csrf_failure(request, reason) if unsent is None else _answer(request, unsent)
    except (DatabaseError, InterfaceError):
        return errors.service_unavailable(request)


def login_first(request: HttpRequest) -> HttpResponse | None:
    """403 with the login page for somebody whose session has ended, if there is anything to be kept."""
    unsent = _received(request)
    return _login_page(request, unsent) if unsent and unsent.person else None


def after_login(request: HttpRequest, unsent: UnsentForm | None, otherwise: HttpResponse) -> HttpResponse:
    """The page that sends the form once more; `otherwise`, with a sentence, if it is of another account or too old."""
    if unsent and unsent.person == _account(request):
        return _send_again(request, unsent, status=HTTPStatus.OK)
    if unsent:
        messages.warning(request, _("What was typed here before belongs to another account. It was not sent."))
    elif request.POST.get(CARRIED):
        messages.warning(request, _("What was typed here before could not be kept that long. It was not sent."))
    return otherwise


def _received(request: HttpRequest) -> UnsentForm | None:
    """The form in this request, if one of our pages sent it and it says whom it was drawn for."""
    if request.path == reverse("admin:logout") or not is_from_own_page(request):
        return None
    try:
        person, _blank, day = _signer().unsign(request.POST.get(MARK, "")).partition(" ")
    except signing.BadSignature:
        return None
    if timezone.now().date() - date.fromisoformat(day) > KEPT_FOR:
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if name not in OWN_FIELDS]
    fields = tuple((name, value) for name, value in pairs if not _is_password(name))
    return UnsentForm(
        person,
        request.get_full_path(),
        fields,
        files=tuple(file.name for files in request.FILES.lists() for file in files[1]),
        passwords=len(fields) < len(pairs),
        multipart=request.content_type == "multipart/form-data",
    )


def _is_password(name: str) -> bool:
    return "password" in name.lower()


def _account(request: HttpRequest) -> str:
    """The key of the account this request comes from; empty if nobody is logged in."""
    user = getattr(request, "user", None)
    return str(request.session.get(SESSION_KEY, "")) if user is not None and user.is_authenticated else ""


def _answer(request: HttpRequest, unsent: UnsentForm) -> HttpResponse:
    if unsent.person in ("", _account(request)):
        return _send_again(request, unsent, status=HTTPStatus.FORBIDDEN)
    return _login_page(request, unsent)


def _send_again(request: HttpRequest, unsent: UnsentForm, status: int) -> HttpResponse:
    context = {
        "unsent": unsent,
        "logged_in_again": status == 200,
        "cookie": settings.CSRF_COOKIE_NAME in request.COOKIES,
    }
    return render(request, "portal/send_again.html", context, status=status)


def _login_page(request: HttpRequest, unsent: UnsentForm) -> HttpResponse:
    """The login page with the form in it. What is too long to be carried stays with the browser."""
    address = f"{reverse('admin:login')}?{urlencode({REDIRECT_FIELD_NAME: unsent.address})}"
    context = admin.site.each_context(request) | {
        "title": _("Log in"),
        "subtitle": None,
        "app_path": address,
        "username": request.user.get_username(),
        REDIRECT_FIELD_NAME: unsent.address,
        "form": AdminAuthenticationForm(request),
        "unsent": unsent,
        "carried": unsent.sealed(),
        "of_another": request.user.is_authenticated,
    }
    return render(request, "admin/login.html", context, status=HTTPStatus.FORBIDDEN)


def _signer() -> signing.Signer:
    return signing.Signer(salt="portal.unsent_forms.mark")
