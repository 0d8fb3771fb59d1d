"""What is stored about people and for how long; erasing, exporting, and who looked at what."""
