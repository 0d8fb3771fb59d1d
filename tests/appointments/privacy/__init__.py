"""Tests of appointments/privacy."""
