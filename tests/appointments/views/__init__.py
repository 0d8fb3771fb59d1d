"""Tests of appointments/views."""
