"""Somebody asks: the form, its answers, what is stored, and what is set aside for a person to look at."""
