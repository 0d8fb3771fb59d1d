"""Tests of portal/management."""
