"""Tests of topics/actions."""
