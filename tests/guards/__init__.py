"""What makes silent mistakes loud in tests: undefined template variables, chance row order, calls to the network."""
