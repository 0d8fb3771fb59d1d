"""The page behind a patient's link, and what a patient can do there."""
