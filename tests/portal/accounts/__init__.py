"""Changes of who reaches patients' data."""
