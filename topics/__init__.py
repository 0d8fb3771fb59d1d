"""What we teach: topics, drafts, documents, editions, the pages readers see, the editors' admin."""
