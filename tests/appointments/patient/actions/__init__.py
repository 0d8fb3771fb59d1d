"""Tests of appointments/patient/actions."""
