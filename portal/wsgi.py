"""The portal as a WSGI application, for gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from portal.env import InvalidSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
try:
    application = get_wsgi_application()
except InvalidSetting as refusal:
    sys.exit(f"The portal cannot start. {refusal}")
