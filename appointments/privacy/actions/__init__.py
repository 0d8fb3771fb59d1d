"""Erases, exports, deletes and verifies."""
