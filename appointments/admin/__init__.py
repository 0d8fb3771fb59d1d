"""The clinic's office: requests to be read, services, places and hours to be kept."""

from appointments.admin import exceptions, hours, requests, services

__all__ = ["exceptions", "hours", "requests", "services"]
