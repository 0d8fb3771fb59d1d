"""The portal as an ASGI application."""

import os
import sys

from django.core.asgi import get_asgi_application

from portal.env import InvalidSetting
from portal.logs import install_hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
install_hooks()
try:
    application = get_asgi_application()
except InvalidSetting as refusal:
    sys.exit(f"The portal cannot start. {refusal}")
