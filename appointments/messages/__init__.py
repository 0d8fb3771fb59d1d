"""What patients are told, when, and by which channel; the words are in templates/appointments/email, phone and sms."""
