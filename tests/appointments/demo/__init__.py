"""Tests of appointments/demo."""
