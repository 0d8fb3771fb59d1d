"""How the bytes of a file become a plan: a document with a decision for every line of its lists."""
