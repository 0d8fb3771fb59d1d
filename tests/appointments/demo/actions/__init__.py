"""Tests of appointments/demo/actions."""
