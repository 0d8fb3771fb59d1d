"""Requests, services, locations and hours in the admin. Each module registers its classes."""

from appointments.admin import exceptions, hours, requests, services  # noqa: F401
