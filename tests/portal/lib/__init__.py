"""Tests of portal/lib."""
