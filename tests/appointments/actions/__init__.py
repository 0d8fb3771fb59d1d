"""Tests of appointments/actions."""
