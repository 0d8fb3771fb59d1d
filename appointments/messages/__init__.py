"""What patients are told, by which channel, when, and with which calendar file."""
