"""Makes the invented clinic and fills its busy day."""
