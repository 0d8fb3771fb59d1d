"""Tests of topics' commands."""
