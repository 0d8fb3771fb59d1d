"""Tests of topics/admin."""
