"""Tests of topics: what we teach."""
