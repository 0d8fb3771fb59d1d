"""Who asked for what: services, requests and what happened to them."""

from appointments.models.appointment_request import AppointmentRequest
from appointments.models.event import Event
from appointments.models.healthcare_service import HealthcareService
from appointments.models.link_token import LinkToken
from appointments.models.preferred_window import PreferredWindow
from appointments.models.request_draft import RequestDraft

__all__ = ["AppointmentRequest", "Event", "HealthcareService", "LinkToken", "PreferredWindow", "RequestDraft"]
