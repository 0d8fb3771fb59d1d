"""A throw-away PostgreSQL for the tests: a real server without an installation and without sudo."""
