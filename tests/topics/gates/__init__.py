"""What has to be right before a page goes live, gate by gate."""
