"""Tests of appointments/messages/actions."""
