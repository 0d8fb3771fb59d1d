"""Tests of appointments/patient."""
