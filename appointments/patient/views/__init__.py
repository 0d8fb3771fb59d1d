"""The pages behind a patient's link."""
