"""The portal as an ASGI application."""

import os
import sys

from django.core.asgi import get_asgi_application

from portal.env import InvalidSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
try:
    application = get_asgi_application()
except InvalidSetting as refusal:
    sys.exit(f"The portal cannot start. {refusal}")
