"""Which accounts reach patients' data, what changes about that, and who is told of it."""
