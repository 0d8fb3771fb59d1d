"""Which privacy notice people agree to. Change the version with every change of its template that matters."""

PRIVACY_NOTICE_VERSION = "2026-12.2"
