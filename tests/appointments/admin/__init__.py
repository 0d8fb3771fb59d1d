"""Tests of appointments/admin."""
