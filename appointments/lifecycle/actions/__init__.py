"""The one way in which a request's status changes."""
