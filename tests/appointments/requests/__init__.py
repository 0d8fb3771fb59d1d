"""Tests of appointments/requests."""
