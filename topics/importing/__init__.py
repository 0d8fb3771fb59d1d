"""A text from outside becomes a draft: read, taken apart, compared with what is known, decided on, then stored."""
