"""Who may open what: one row per address. An address without a row fails the house tests until someone has decided.

Rights inside the admin come from portal.roles; the second table says once more, independently, which role sees which
model, so that a slip in the one is caught by the other.
"""

from enum import StrEnum


class Access(StrEnum):
    """What a stranger gets."""

    PUBLIC = "the page, without any cookie, and caches may keep it"
    OPEN = "the page, which nobody may keep"
    LINK = "nothing: only the secret in the address opens it"
    STAFF = "the way to the login page"
    LOGIN = "the login page"
    HEALTH = "a word on how the server is"
    DEVELOPMENT = "nothing, except while developing"


ADDRESSES = {
    "topics:home": Access.PUBLIC,
    "topics:index": Access.PUBLIC,
    "topics:page": Access.PUBLIC,
    "topics:search": Access.OPEN,
    "topics:preview": Access.LINK,
    "appointments:request": Access.OPEN,
    "appointments:step": Access.LINK,
    "appointments:find": Access.OPEN,
    "appointments:status": Access.LINK,
    "appointments:feed": Access.LINK,
    "appointments:choose": Access.LINK,
    "appointments:none_suits": Access.LINK,
    "appointments:coming": Access.LINK,
    "appointments:calendar": Access.LINK,
    "appointments:cancel": Access.LINK,
    "appointments:keep": Access.LINK,
    "appointments:withdraw": Access.LINK,
    "appointments:details": Access.LINK,
    "appointments:wishes": Access.LINK,
    "appointments:erase": Access.LINK,
    "appointments:keep_data": Access.LINK,
    "appointments:new_link": Access.LINK,
    "desk:*": Access.STAFF,  # which role finds which of them: tests/appointments/desk/test_access.py
    "portal:privacy": Access.PUBLIC,
    "portal:robots": Access.PUBLIC,
    "portal:styleguide": Access.DEVELOPMENT,
    "portal:healthz": Access.HEALTH,
    "portal:readyz": Access.HEALTH,
    "admin:login": Access.LOGIN,
    "admin:*": Access.STAFF,  # every other address of the admin, whatever models come
}

_WRITERS = {"editor", "clinician", "admin"}
ADMIN_MODELS = {  # who may look; superusers always may
    "portal.user": {"admin"},
    "portal.outboundmessage": {"lead", "admin"},
    "portal.accesschange": {"lead", "admin"},
    "topics.topic": _WRITERS,
    "topics.symptom": _WRITERS,
    "topics.condition": _WRITERS,
    "topics.medicaltest": _WRITERS,
    "topics.specialty": _WRITERS,
    "topics.edition": _WRITERS,
    "topics.needschange": _WRITERS,  # everybody on staff says what should be changed, on a page of its own
    "topics.rereview": _WRITERS,
    "topics.articleimport": {"editor", "admin"},
    "topics.bodyregion": _WRITERS,
    "topics.redflag": _WRITERS,
    "topics.wordrule": _WRITERS,
    "topics.quoteconsent": _WRITERS,
    "topics.practitioner": {"editor", "clinician", "lead", "admin"},
    "appointments.healthcareservice": {"receptionist", "lead", "admin"},
    "appointments.location": {"receptionist", "lead", "admin"},
    "appointments.openinghours": {"receptionist", "lead", "admin"},
    "appointments.workinghours": {"receptionist", "lead", "admin"},
    "appointments.scheduleexception": {"receptionist", "lead", "admin"},
    "appointments.appointmentrequest": {"receptionist", "lead"},  # patients' data: the desk alone
}


def access_of(name: str) -> Access | None:
    """The row for an address; None if nobody has decided."""
    return ADDRESSES.get(name) or ADDRESSES.get(name.split(":")[0] + ":*")
