"""Tests of topics/comparing/."""
