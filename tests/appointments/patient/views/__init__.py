"""Tests of appointments/patient/views."""
