"""Tests of portal/models."""
