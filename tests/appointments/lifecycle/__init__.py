"""Tests of appointments/lifecycle."""
