"""A request gets a time: claims, calls, offers, appointments, leave that hits them, and how a request ends."""
