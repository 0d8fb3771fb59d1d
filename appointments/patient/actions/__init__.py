"""Writes what a patient does behind their link."""
