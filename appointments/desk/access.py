"""Who may come to the desk, and in which role; the decorator that every view there has."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from appointments.lifecycle.actor import Actor
from appointments.workflow import Role
from portal import unsent_forms
from portal.roles import role_slugs

DESK_ROLES = (Role.RECEPTIONIST, Role.LEAD)
DESK_AND_PRACTITIONER = (*DESK_ROLES, Role.PRACTITIONER)


def desk_actor(user) -> Actor | None:
    """The account in its role at the desk: lead before receptionist before practitioner; None if it has none."""
    slugs = role_slugs(user)
    if "lead" in slugs:
        return Actor(Role.LEAD, user)
    if "receptionist" in slugs:
        return Actor(Role.RECEPTIONIST, user)
    if user.is_active and getattr(user, "practitioner", None) is not None and user.practitioner.active:
        return Actor(Role.PRACTITIONER, user)
    return None


def at_the_desk(*roles: Role):
    """Opens a view to these roles and sets `request.actor`. Whoever is not logged in is led to it, with what they
    typed; others get a 404."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                kept = unsent_forms.login_first(request) if request.method == "POST" else None
                return kept or redirect_to_login(request.get_full_path(), "admin:login")
            actor = desk_actor(request.user)
            if actor is None or actor.role not in roles:
                raise Http404
            request.actor = actor
            return view(request, *args, **kwargs)

        guarded.opens_to = frozenset(roles)
        return guarded

    return decorate
