"""Tests of appointments/management."""
