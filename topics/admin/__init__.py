"""Where content staff write: each kind of topic has its own place. These forms edit drafts; readers see editions."""

from topics.admin import editions, people, topics, wishes

__all__ = ["editions", "people", "topics", "wishes"]
