"""The invented clinic of a demonstration, and its busy day."""
