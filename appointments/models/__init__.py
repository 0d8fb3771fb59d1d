"""Who asked for what: services, requests, what happened to them, and the time that was given."""

from appointments.models.appointment import Appointment
from appointments.models.appointment_request import AppointmentRequest
from appointments.models.booking_cell import BookingCell
from appointments.models.calendar_feed import CalendarFeed
from appointments.models.chain_anchor import ChainAnchor
from appointments.models.chain_check import ChainCheck
from appointments.models.contact_attempt import ContactAttempt
from appointments.models.desk_note import DeskNote
from appointments.models.desk_presence import DeskPresence
from appointments.models.event import Event
from appointments.models.export_record import ExportRecord
from appointments.models.freed_time import FreedTime
from appointments.models.healthcare_service import HealthcareService
from appointments.models.link_token import LinkToken
from appointments.models.list_look import ListLook
from appointments.models.location import Location
from appointments.models.opening_hours import OpeningHours
from appointments.models.paper_line import PaperLine
from appointments.models.paper_pack import PaperPack
from appointments.models.phone_task import PhoneTask
from appointments.models.preferred_window import PreferredWindow
from appointments.models.request_draft import RequestDraft
from appointments.models.schedule_exception import ScheduleException
from appointments.models.spent_try import SpentTry
from appointments.models.time_offer import TimeOffer
from appointments.models.waitlist_entry import WaitlistEntry
from appointments.models.waitlist_skip import WaitlistSkip
from appointments.models.working_hours import WorkingHours

__all__ = [
    "Appointment",
    "AppointmentRequest",
    "BookingCell",
    "CalendarFeed",
    "ChainAnchor",
    "ChainCheck",
    "ContactAttempt",
    "DeskNote",
    "DeskPresence",
    "Event",
    "ExportRecord",
    "FreedTime",
    "HealthcareService",
    "LinkToken",
    "ListLook",
    "Location",
    "OpeningHours",
    "PaperLine",
    "PaperPack",
    "PhoneTask",
    "PreferredWindow",
    "RequestDraft",
    "ScheduleException",
    "SpentTry",
    "TimeOffer",
    "WaitlistEntry",
    "WaitlistSkip",
    "WorkingHours",
]
