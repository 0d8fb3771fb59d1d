"""Writes the invented clinic and plays its busy day."""
