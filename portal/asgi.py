"""The portal as an ASGI application."""

import os
import sys

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from portal.env import InvalidSetting
from portal.logs import install_hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
install_hooks()
try:
    application = get_asgi_application()
    _ = get_resolver().url_patterns  # loads every view: the first readers of a new process else wait for that together
except InvalidSetting as refusal:
    sys.exit(f"The portal cannot start. {refusal}")
