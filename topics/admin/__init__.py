"""Where content staff write: each kind of topic has its own place. These forms edit drafts; readers see editions."""

from topics.admin import change_requests, editions, imports, people, re_reviews, rules, topics

__all__ = ["change_requests", "editions", "imports", "people", "re_reviews", "rules", "topics"]
