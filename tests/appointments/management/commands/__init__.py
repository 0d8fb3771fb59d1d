"""Tests of the commands of appointments."""
