"""Everything that changes rows of topics, each function in one transaction."""
