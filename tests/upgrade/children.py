"""Runs a module of this folder in a process of its own, on a database of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.house.project import ROOT

CLINIC = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "DEBUG": "false",
    "DEMO": "true",
    "SECRET_KEY": "for-the-tests-only-" + "0123456789" * 4,
    "ALLOWED_HOSTS": "testserver,localhost",
    "BASE_URL": "http://testserver",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "",
    "TIME_ZONE": "Europe/London",
    "PHONE_REGION": "GB",
}


def run(module: str, *arguments: str, database_url: str, data_dir: Path) -> dict:
    """What the module prints on its last line, read as JSON. AssertionError with its output if it ends with a fault."""
    own = {"DATABASE_URL": database_url, "DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.upgrade.{module}", *arguments],
        cwd=ROOT,
        env={**os.environ, **CLINIC, **own},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{module} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout.splitlines()[-1])
