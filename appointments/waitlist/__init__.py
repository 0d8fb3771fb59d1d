"""Time that became free, and which of the waiting patients gets it."""
