#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main():
    """Runs a command. A wrong setting, or a database that cannot be reached, ends it with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.conf import settings
        from django.core.management import execute_from_command_line
        from django.db import InterfaceError, OperationalError

        from portal.env import InvalidSetting
        from portal.logs import cause_of, install_hooks
    except ImportError:
        sys.exit(
            "The portal’s packages are not installed here. Run script/setup, then use .venv/bin/python manage.py …"
        )
    install_hooks()
    try:
        # A command has one connection: without a pool it hears at once why there is none. And it may take its time.
        options = settings.DATABASES["default"]["OPTIONS"]
        if options.pop("pool", None):
            options.pop("options", None)
        execute_from_command_line(sys.argv)
    except InvalidSetting as refusal:
        sys.exit(f"The portal cannot start. {refusal}")
    except (OperationalError, InterfaceError) as error:
        sys.exit(
            f"The database did not do what was asked: {cause_of(error)}. Is it running, and is DATABASE_URL right?"
        )


if __name__ == "__main__":
    main()
