"""The portal as a WSGI application, for gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from portal.env import InvalidSetting
from portal.logs import install_hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
install_hooks()
try:
    application = get_wsgi_application()
except InvalidSetting as refusal:
    sys.exit(f"The portal cannot start. {refusal}")
