"""When somebody could be seen, and by when we answer: hours, closures, free times, call times, promises."""
