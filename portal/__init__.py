"""The ground: settings, staff accounts and roles, the outbox, health and errors. It knows nothing of clinics."""
