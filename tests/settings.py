"""The real settings, with every variable given here, so that neither a shell nor a .env changes a test."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

os.environ.update(
    DEBUG="false",
    DEMO="true",
    SECRET_KEY="for-the-tests-only-" + "0123456789" * 4,
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1,[::1]",
    BASE_URL="http://testserver",
    PROXIES="0",
    HSTS_SCOPE="",
    DATA_DIR=str(_scratch),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_scratch}/portal.sqlite3",
    CACHE_URL="locmemcache://",
    EMAIL_URL="",
    CLINIC_NAME="Riverside Clinic",
    CLINIC_PHONE="020 7946 0018",
    EMERGENCY_NUMBER="999",
    URGENT_ADVICE_LINE="111",
    TIME_ZONE="Europe/London",
    LANGUAGE_CODE="en-gb",
    PHONE_REGION="GB",
    CLINIC_COUNTRY="GB",
    CLINIC_SUBDIVISION="ENG",
    REMINDER_DAYS="7",
    RETENTION_DAYS="730",
    CLINIC_EMAIL="",
    SMS_BACKEND="none",
    REMINDER_HOURS="48,3",
)

from portal.lib import bounded_connection  # noqa: E402
from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads that share one connection would lose to "table is locked".
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}

if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # Crowds of threads race for one time on a busy machine; whoever waits is not turned away while they are tried.
    _options = DATABASES["default"]["OPTIONS"]
    _options["pool"]["timeout"] = 60
    _options["options"] = _options["options"].replace("lock_timeout=5s", "lock_timeout=60s").replace("=15s", "=120s")
    bounded_connection.LONGEST_ANSWER = 150.0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nobody's password is at stake
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Tests read the stylesheets from where they lie; the browser tests collect them as production does.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir()

CRISPY_FAIL_SILENTLY = False  # a layout that names an unknown field fails
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # a page that asks a query again for each row fails
MIDDLEWARE = [*MIDDLEWARE, "zeal.middleware.zeal_middleware"]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [
    {"model": "portal.User", "field": "get()"},  # the admin, where staff open their own account
    {"model": "sessions.Session", "field": "get()"},  # Django, where somebody logs in over the session of another
]
ZEAL_SHOW_ALL_CALLERS = True
KEEPS_PUBLIC_PAGES = False  # tests change what is stored, and look at once; tests/portal/public_pages keeps
