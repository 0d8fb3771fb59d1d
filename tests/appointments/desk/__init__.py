"""The reception desk on the screen."""
