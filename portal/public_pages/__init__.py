"""Public pages are drawn once and kept in each process until something they are made of changes (ADR 23)."""
