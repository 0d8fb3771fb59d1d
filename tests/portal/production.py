"""Starts the portal for real, in a process of its own, as it would run on a server."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]

# All the variables the settings read: given one by one, so that neither this shell nor a .env file changes a test.
SETTINGS = {
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "PROXIES": "1",
    "HSTS_SCOPE": "",
    "DATABASE_URL": "",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "smtp+tls://desk:mail-password@mail.example.org:587",
    "CLINIC_NAME": "Hill Road Clinic",
    "CLINIC_PHONE": "020 1946 0018",
    "EMERGENCY_NUMBER": "999",
    "URGENT_ADVICE_LINE": "111",
    "TIME_ZONE": "Europe/London",
    "LANGUAGE_CODE": "en-gb",
    "PHONE_REGION": "GB",
    "CLINIC_COUNTRY": "GB",
    "CLINIC_SUBDIVISION": "ENG",
    "REMINDER_DAYS": "7",
    "RETENTION_DAYS": "730",
    "CLINIC_EMAIL": "",
    "SMS_BACKEND": "",
    "REMINDER_HOURS": "",
}


def environment(data_dir, **changes: str) -> dict[str, str]:
    """The environment of a server in production, with these changes. An empty value counts as unset."""
    given = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return given | SETTINGS | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "portal.settings"} | changes


def run(data_dir, *arguments: str, **changes: str) -> subprocess.CompletedProcess:
    """What `python …` answers in that environment, from the project's folder."""
    command = [sys.executable, *arguments]
    given = environment(data_dir, **changes)
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)


def database_address() -> str:
    """The address of the test database, for a process of its own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@/{given['NAME']}?host={given['OPTIONS'].get('host') or given['HOST']}"
