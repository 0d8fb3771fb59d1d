"""What differs between two documents, part by part and word by word. Pure functions: no ORM, no HTML."""
