"""The one place where a request's status changes, the chained events it leaves, and the story they tell."""
