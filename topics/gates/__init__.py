"""What has to be right before a page goes live: one small module a gate, and the run that asks them all."""
