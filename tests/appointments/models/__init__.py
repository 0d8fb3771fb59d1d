"""Tests of appointments/models."""
