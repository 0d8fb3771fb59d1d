"""Tests of appointments/scheduling."""
