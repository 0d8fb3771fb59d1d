#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main():
    """Runs a command. A setting that is missing or makes no sense ends it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.management import execute_from_command_line

        from portal.env import InvalidSetting
    except ImportError:
        sys.exit(
            "The portal’s packages are not installed here. Run script/setup, then use .venv/bin/python manage.py …"
        )
    try:
        execute_from_command_line(sys.argv)
    except InvalidSetting as refusal:
        sys.exit(f"The portal cannot start. {refusal}")


if __name__ == "__main__":
    main()
