"""Who asked for what: requests, the appointments they lead to, and what patients are told."""
