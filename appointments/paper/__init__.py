"""A day without network: the pack to print, and typing in what was written on paper."""
