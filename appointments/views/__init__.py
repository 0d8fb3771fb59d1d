"""Asking for an appointment, step by step, and the page behind a patient's link."""
