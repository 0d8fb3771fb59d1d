"""One page to edit a draft: what was typed becomes a Document, line by line, and nothing typed is lost."""
