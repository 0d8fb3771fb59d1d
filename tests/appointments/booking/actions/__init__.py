"""Tests of appointments/booking/actions."""
