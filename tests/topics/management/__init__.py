"""Tests of topics/management."""
