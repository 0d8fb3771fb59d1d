"""What both apps need and Django does not have. It knows Django, nothing of clinics."""
