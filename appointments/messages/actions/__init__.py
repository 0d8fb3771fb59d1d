"""Writes messages into the outbox, calls for the desk, and the secret links patients hold."""
