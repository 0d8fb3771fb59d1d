"""The name of each message this app sends: what the outbox stores with it, and the templates are registered under."""

from enum import StrEnum


class MessageName(StrEnum):
    """Values are stored in OutboundMessage.name and never change."""

    RECEIVED = "appointments.received"
    OFFERED = "appointments.offered"
    BOOKED = "appointments.booked"
    MOVED = "appointments.moved"
    CANCELLED = "appointments.cancelled"
    CANCELLED_BY_CLINIC = "appointments.cancelled_by_clinic"
    REMINDER = "appointments.reminder"
    REMINDER_BY_TEXT = "appointments.reminder_by_text"
    DECLINED = "appointments.declined"
    PROMISE_BROKEN = "appointments.promise_broken"
    NEW_LINK = "appointments.new_link"
    ERASED = "appointments.erased"
