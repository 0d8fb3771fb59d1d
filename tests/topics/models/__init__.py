"""Tests of topics/models."""
