"""Writes the links, calls and reminders of messages."""
