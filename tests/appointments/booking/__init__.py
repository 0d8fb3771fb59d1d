"""Tests of appointments/booking."""
