"""Tests of appointments/paper."""
