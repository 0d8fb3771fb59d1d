"""Template tags of topics."""
