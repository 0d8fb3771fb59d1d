"""Tests of portal's commands."""
