"""Tests of appointments/waitlist."""
