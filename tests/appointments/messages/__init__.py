"""Tests of appointments/messages."""
