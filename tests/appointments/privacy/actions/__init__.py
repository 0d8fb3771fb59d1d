"""Tests of appointments/privacy/actions."""
