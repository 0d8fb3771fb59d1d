"""What differs between two documents, part by part and word by word. Pure functions: no ORM, no HTML."""

from topics.comparing.documents import compare
from topics.comparing.outcome import Comparison
from topics.comparing.sentences import in_words

__all__ = ["Comparison", "compare", "in_words"]
