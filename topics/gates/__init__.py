"""What has to be right before a page goes live: a module for each gate; `run` asks them all."""
