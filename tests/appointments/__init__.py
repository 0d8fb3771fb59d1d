"""Tests of appointments: who asked for what."""
