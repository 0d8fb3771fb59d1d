"""A form that was refused is kept for an hour, and shown again at an address that can be loaded and gone back to."""
