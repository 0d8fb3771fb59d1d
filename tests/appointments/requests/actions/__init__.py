"""Tests of appointments/requests/actions."""
