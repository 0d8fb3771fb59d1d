"""Where content staff write: each kind of topic has its own place. These forms edit drafts; readers see editions."""

from topics.admin import editions, imports, people, rules, topics, wishes

__all__ = ["editions", "imports", "people", "rules", "topics", "wishes"]
