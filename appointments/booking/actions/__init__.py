"""Writes what happens to a request on its way to an appointment."""
