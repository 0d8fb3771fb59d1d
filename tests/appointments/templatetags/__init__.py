"""Tests of appointments/templatetags."""
