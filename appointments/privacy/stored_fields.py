"""What every stored field says about people, how long it is kept, and what erasing a request does to it. Pure.

Erasing does what this table says; a test compares it with the models, so that no field can be added without somebody
deciding. How long files are kept stands here, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class KeptFor(StrEnum):
    """How long the rows of a table are kept, and from when that is counted."""

    RETENTION = "RETENTION_DAYS after the request was closed"
    FOR_STATISTICS = "for good, as what happened to a request of nobody"
    AS_LONG_AS_THEY_WORK_HERE = "for good: accounts are closed, never deleted, and histories name them"
    AN_HOUR = "an hour"
    A_DAY = "24 hours after the last answer"
    A_MONTH = "30 days after it left, failed or was dropped"
    UNTIL_IT_ENDS = "30 days after it ended"
    A_YEAR = "a year"
    WHILE_OPEN = "an hour after the page was closed, a day at most"
    AS_SET_UP = "as long as staff want it"


# Each is done by `manage.py purge_requests`, every night.
MESSAGES_KEPT = timedelta(days=30)
ENDED_LINKS_KEPT = timedelta(days=30)
PRESENCES_KEPT = timedelta(days=1)
CHECKS_KEPT = EXPORT_RECORDS_KEPT = LIST_LOOKS_KEPT = timedelta(days=365)
RECEIPT_FILES_KEPT = timedelta(days=1)  # in a demonstration's folder of mails
LINK_AFTER_ERASING = timedelta(days=30)  # the page that says so can be opened as long

NO_ADDRESS = ""  # of a message whose address is forgotten; nothing can be sent to it
NO_WORDS = "erased"  # where a text has to stand


@dataclass(frozen=True)
class StoredTable:
    """One table of the database, with each of its fields in one of four groups.

    `personal`: says something about a patient; field -> the value that erasing writes into it. `staff`: holds people
    who work here; erasing leaves it. `pseudonymous`: leads to a person only together with something else. `plain`:
    everything else. `request_path`: the lookup from a row to its request, "" if it has none. `deleted`: the rows are
    deleted when their request is erased.
    """

    kept: KeptFor
    request_path: str = ""
    deleted: bool = False
    personal: Mapping[str, object] = field(default_factory=dict)
    staff: tuple[str, ...] = ()
    pseudonymous: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.personal, *self.staff, *self.pseudonymous, *self.plain)


def _deleted_with_row(*names: str) -> dict[str, None]:
    """Personal fields of a table whose rows are deleted."""
    return dict.fromkeys(names)


REQUEST = "appointments.AppointmentRequest"

TABLES = {  # rows are deleted in this order
    REQUEST: StoredTable(
        KeptFor.RETENTION,
        request_path="pk",
        personal={
            "for_whom": "self",
            "patient_name": "",
            "patient_name_folded": "",
            "patient_birth_year": 0,
            "requester_name": "",
            "phone_typed": "",
            "phone_e164": "",
            "phone_extension": "",
            "email": "",
            "call_times": [],
            "voicemail_ok": False,
            "any_time": False,
            "preferred_practitioner": None,
            "reason": "",
            "names_warning": False,
            "access_needs": [],
            "access_note": "",
            "language": "",
            "public_answer": "",
        },
        staff=("claimed_by",),
        pseudonymous=("id", "reference", "idempotency_key", "duplicate_of"),
        plain=(
            *("service", "source_topic", "source_edition", "privacy_version", "consented_at", "channel", "status"),
            *("outcome", "version", "created_at", "promise_at", "queue_rank", "claimed_at", "claim_expires_at"),
            *("next_try_at", "closed_at", "declined_because", "erasure_asked_at", "first_promise_at", "answered_at"),
            *("late_since", "owed_since", "set_aside_because", "wrong_answers"),
            "discreet",  # the receipt of the erasure is written discreetly, too
        ),
    ),
    "appointments.PreferredWindow": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        personal=_deleted_with_row("day", "part"),
        pseudonymous=("id", "request"),
        plain=("rank",),
    ),
    "appointments.DeskNote": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        personal=_deleted_with_row("text"),
        staff=("by",),
        pseudonymous=("id", "request"),
        plain=("at",),
    ),
    "appointments.ContactAttempt": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        personal=_deleted_with_row("outcome", "next_try_at"),
        staff=("by",),
        pseudonymous=("id", "request"),
        plain=("at",),
    ),
    "appointments.PhoneTask": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        personal=_deleted_with_row("say"),
        staff=("done_by",),
        pseudonymous=("id", "request", "dedupe_key"),
        plain=("kind", "made_at", "useful_until", "done_at"),
    ),
    "appointments.WaitlistSkip": StoredTable(
        KeptFor.RETENTION,
        request_path="entry__request",
        deleted=True,
        personal=_deleted_with_row("reason"),
        pseudonymous=("id", "entry"),
        plain=("freed_time", "at"),
    ),
    "appointments.WaitlistEntry": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        personal=_deleted_with_row("review_on", "notice_hours"),
        pseudonymous=("id", "request"),
        plain=("since", "ended_at"),
    ),
    "appointments.DeskPresence": StoredTable(
        KeptFor.WHILE_OPEN,
        request_path="request",
        deleted=True,
        staff=("user",),
        pseudonymous=("id", "request"),
        plain=("seen_at",),
    ),
    "appointments.Appointment": StoredTable(
        KeptFor.FOR_STATISTICS,
        request_path="request",
        personal={"overbook_reason": NO_WORDS},  # where there is one
        staff=("practitioner", "made_by"),
        pseudonymous=("id", "request", "offer", "calendar_uid"),
        plain=(
            *("location", "starts_at", "ends_at", "buffer_before", "buffer_after", "status", "cancellation_reason"),
            *("hold_expires_at", "sequence", "version", "seat", "made_at", "arrived_at"),
            "confirmed_at",
        ),
    ),
    "appointments.BookingCell": StoredTable(
        KeptFor.FOR_STATISTICS,
        request_path="appointment__request",
        staff=("practitioner",),
        pseudonymous=("id", "appointment"),
        plain=("starts_at", "seat"),
    ),
    "appointments.TimeOffer": StoredTable(
        KeptFor.FOR_STATISTICS,
        request_path="request",
        staff=("made_by",),
        pseudonymous=("id", "request"),
        plain=("made_at", "expires_at", "answer", "answered_at"),
    ),
    "appointments.FreedTime": StoredTable(
        KeptFor.FOR_STATISTICS,
        staff=("practitioner",),
        pseudonymous=("id", "offer"),
        plain=("location", "starts_at", "ends_at", "freed_at", "because", "state"),
    ),
    "appointments.PaperLine": StoredTable(
        KeptFor.RETENTION,
        request_path="request",
        deleted=True,
        staff=("typed_by",),
        pseudonymous=("id", "request", "serial", "line"),
        plain=("typed_at",),
    ),
    "appointments.PaperPack": StoredTable(
        KeptFor.FOR_STATISTICS, staff=("by",), pseudonymous=("id", "serial"), plain=("hour", "written_at", "people")
    ),
    "appointments.SpentTry": StoredTable(KeptFor.A_DAY, pseudonymous=("id", "key_digest"), plain=("scope", "at")),
    "appointments.Event": StoredTable(
        KeptFor.FOR_STATISTICS,  # what was done, when, in which role, by which account: never a word about the patient
        request_path="request",
        staff=("by",),
        pseudonymous=("id", "request", "prev_hash", "hash"),
        plain=("at", "step", "before", "after", "role"),
    ),
    "appointments.LinkToken": StoredTable(
        KeptFor.UNTIL_IT_ENDS,
        request_path="request",
        pseudonymous=("id", "request", "digest"),
        plain=("purpose", "created_at", "expires_at", "revoked_at"),
    ),
    "appointments.RequestDraft": StoredTable(
        KeptFor.A_DAY,
        personal=_deleted_with_row("answers"),  # of nobody's request yet: it goes by itself
        pseudonymous=("id", "key_digest"),
        plain=("service", "source_edition", "begun_at", "expires_at"),
    ),
    "appointments.ExportRecord": StoredTable(
        KeptFor.A_YEAR,
        staff=("by", "why"),
        pseudonymous=("id", "requests"),
        plain=("at", "format", "first_day", "last_day", "with_reason"),
    ),
    "appointments.ListLook": StoredTable(
        KeptFor.A_YEAR, staff=("by",), pseudonymous=("id", "requests"), plain=("at", "page")
    ),
    "appointments.CalendarFeed": StoredTable(
        KeptFor.AS_SET_UP,
        staff=("practitioner", "made_by"),
        pseudonymous=("id", "digest"),
        plain=("made_at", "revoked_at"),
    ),
    "appointments.ChainAnchor": StoredTable(
        KeptFor.FOR_STATISTICS, plain=("id", "made_at", "last_event", "events", "requests", "digest")
    ),
    "appointments.ChainCheck": StoredTable(
        KeptFor.A_YEAR, pseudonymous=("fault_descriptions",), plain=("id", "checked_at", "events", "faults")
    ),
    "appointments.HealthcareService": StoredTable(
        KeptFor.AS_SET_UP,
        plain=(
            *("id", "specialty", "is_open", "closed_reason", "appointment_minutes", "buffer_before", "buffer_after"),
            *("lead_hours", "horizon_days", "answer_within_hours"),
        ),
    ),
    "appointments.Location": StoredTable(KeptFor.AS_SET_UP, plain=("id", "name", "address", "step_free", "active")),
    "appointments.OpeningHours": StoredTable(KeptFor.AS_SET_UP, plain=("id", "weekday", "opens", "closes")),
    "appointments.WorkingHours": StoredTable(
        KeptFor.AS_SET_UP,
        staff=("practitioner",),
        plain=("id", "location", "weekday", "starts", "ends", "valid_from", "valid_to"),
    ),
    "appointments.ScheduleException": StoredTable(
        KeptFor.AS_SET_UP,
        staff=("practitioner", "public_reason", "made_by"),
        plain=("id", "kind", "location", "starts_at", "ends_at", "made_at"),
    ),
    "portal.OutboundMessage": StoredTable(
        KeptFor.A_MONTH,  # then its address goes; that a message left stays
        personal={"to": NO_ADDRESS, "last_error": ""},
        pseudonymous=("id", "subject_id", "dedupe_key", "coalesce_key", "belongs_to", "message_id"),
        plain=(
            *("name", "state", "attempts", "created_at", "not_before", "not_after", "lease_until", "worker", "sent_at"),
            "handed_over_at",
        ),
    ),
    "portal.AccessChange": StoredTable(
        KeptFor.AS_LONG_AS_THEY_WORK_HERE,
        staff=("account", "by", "detail", "state"),
        plain=("id", "at", "kind", "told"),
    ),
    "portal.AccessChangeReading": StoredTable(
        KeptFor.AS_LONG_AS_THEY_WORK_HERE, staff=("by",), plain=("id", "change", "at")
    ),
    "portal.RefusedForm": StoredTable(
        KeptFor.AN_HOUR,
        personal=_deleted_with_row("content"),  # of no request: it goes by itself
        pseudonymous=("id", "key_digest"),
        plain=("expires_at",),
    ),
    "portal.Heartbeat": StoredTable(KeptFor.AS_SET_UP, plain=("id", "worker", "seen_at")),
    "portal.SiteVersion": StoredTable(KeptFor.AS_SET_UP, plain=("id", "number", "counts")),
    "portal.User": StoredTable(
        KeptFor.AS_LONG_AS_THEY_WORK_HERE,
        staff=("id", "password", "last_login", "is_superuser", "email", "display_name", "is_staff", "is_active"),
        plain=("date_joined",),
    ),
    "portal.User_groups": StoredTable(KeptFor.AS_LONG_AS_THEY_WORK_HERE, staff=("user",), plain=("id", "group")),
    "portal.User_user_permissions": StoredTable(
        KeptFor.AS_LONG_AS_THEY_WORK_HERE, staff=("user",), plain=("id", "permission")
    ),
}

# Outside these two apps: what leads to a person. The other fields of these tables are what we teach, or Django's own.
ELSEWHERE = {
    "topics.Practitioner": ("id", "name", "credentials", "registration", "user"),
    "topics.Practitioner_specialties": ("practitioner",),
    "topics.Topic": ("last_changed_by", "owner"),
    "topics.Topic_contributors": ("user",),
    "topics.Contribution": ("text", "by"),
    "topics.ArticleImport": ("made_by",),
    "topics.ArticleImport_decided_by": ("user",),
    "topics.NeedsChange": ("by", "settled_by"),
    "topics.ReReview": ("settled_by",),
    "topics.Waiver": ("by", "ended_by"),
    "topics.QuoteConsent": ("name", "credentials", "registration", "interests", "recorded_by"),
    "topics.TopicEvent": ("by",),
    "topics.SignOff": ("reviewer", "reviewer_name", "credentials"),
    "topics.Edition": ("published_by",),
    "topics.Withdrawal": ("by",),
    "topics.EditingSession": ("user",),
    "admin.LogEntry": ("user",),
}

# Texts in which staff or patients may have named somebody else: erasing takes the name out of them.
MAY_NAME_OTHERS = {
    REQUEST: ("reason", "access_note", "public_answer", "language", "phone_typed"),
    "appointments.DeskNote": ("text",),
    "appointments.PhoneTask": ("say",),
    "appointments.Appointment": ("overbook_reason",),
    "appointments.ExportRecord": ("why",),
    "appointments.ScheduleException": ("public_reason",),
    "appointments.HealthcareService": ("closed_reason",),
    "topics.NeedsChange": ("reason", "answer"),
    "topics.Waiver": ("reason",),
    "topics.TopicEvent": ("note",),
}

# Messages that confirm an erasure: they leave after it, and their address is blanked once they have left.
ERASURE_RECEIPTS = ("appointments.erased",)


def erased_values(label: str) -> dict[str, object]:
    """Field -> the value erasing writes, for a table such as "portal.User"; empty where the rows are deleted."""
    table = TABLES[label]
    return {} if table.deleted else dict(table.personal)
