"""Tests of topics/views."""
