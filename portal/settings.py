"""Django's settings. What differs between machines comes from the environment, read and checked by portal.env.

Three ways to run: DEMO (this machine, http, mails written to a folder), DEBUG (developing), and neither: production,
behind https.
"""

from email.utils import formataddr
from urllib.parse import urlsplit

import phonenumbers
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import env
from portal.env import BASE_DIR

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
PRODUCTION = not (DEBUG or DEMO)

SECRET_KEY = env.secret("SECRET_KEY", minimum=50)
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
BASE_URL = env.web_address("BASE_URL", None if PRODUCTION else "http://127.0.0.1:8000", secure=PRODUCTION)
PROXIES = env.whole_number("PROXIES", 1 if PRODUCTION else 0, minimum=0, maximum=5, unit="proxies")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])

# --- the clinic ------------------------------------------------------------------------------------
PHONE_REGION = env.phone_region("PHONE_REGION", "GB")
CLINIC_NAME = env.text("CLINIC_NAME", None if PRODUCTION else "Riverside Clinic")
CLINIC_PHONE = env.phone_number("CLINIC_PHONE", None if PRODUCTION else "020 7946 0018", PHONE_REGION)
EMERGENCY_NUMBER = env.phone_number("EMERGENCY_NUMBER", None if PRODUCTION else "999", PHONE_REGION)
URGENT_ADVICE_LINE = env.phone_number("URGENT_ADVICE_LINE", None if PRODUCTION else "111", PHONE_REGION)
REMINDER_DAYS = env.whole_number("REMINDER_DAYS", 7, minimum=1, maximum=90, unit="days")
CLINIC_EMAIL = env.email_address("CLINIC_EMAIL", "")
RETENTION_DAYS = env.whole_number("RETENTION_DAYS", 730, minimum=30, maximum=36500, unit="days")

# --- apps and the way of a request -----------------------------------------------------------------
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "topics.apps.TopicsConfig",
    "appointments.apps.AppointmentsConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.NoStoreByDefault",
    "portal.middleware.OnlyKnownMethods",
    "portal.middleware.OnlyReadableBodies",
    "portal.middleware.BoundedText",
    "portal.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.clinic.clinic",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "clinic"
CRISPY_TEMPLATE_PACK = "clinic"

# --- data ------------------------------------------------------------------------------------------
# No ATOMIC_REQUESTS: on SQLite every page view would take the write lock. Actions open their own transactions.
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
_database = DATABASES["default"]
_options = _database.setdefault("OPTIONS", {})
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: writers queue instead of failing with "database is locked". FULL: what we acknowledge is on the disk.
    # secure_delete: what is erased is overwritten in the file, not only unlinked.
    _options.update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
    )
    _database["CONN_MAX_AGE"] = 600
else:
    _options.setdefault("connect_timeout", 3)
    _options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    _database["CONN_MAX_AGE"] = 0  # the pool keeps the connections
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", "locmemcache://")}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- mail ------------------------------------------------------------------------------------------
# Mails leave through the outbox (portal.outbox) only. Without EMAIL_URL a demonstration writes them to a folder.
MAIL_FOLDER = DATA_DIR / "mails"
_mail = env.text("EMAIL_URL", None if PRODUCTION else "")
if _mail:
    for _name, _value in env.mail_server("EMAIL_URL", None).items():
        globals()[_name] = _value
else:
    EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = formataddr((CLINIC_NAME, f"no-reply@{urlsplit(BASE_URL).hostname}"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SMS_BACKEND = env.class_path("SMS_BACKEND", "console" if DEMO else "none", console="portal.channels.sms.ConsoleBackend")
REMINDER_HOURS = env.hours("REMINDER_HOURS", "48,3")  # before an appointment, the longest first

# --- people ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one long working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # goes when the browser closes
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- language and time -----------------------------------------------------------------------------
LANGUAGES = [("en-gb", _("English")), ("uk", _("Ukrainian")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LANGUAGE_CODE = env.text(
    "LANGUAGE_CODE", "en-gb", pattern="|".join(code for code, name in LANGUAGES), meaning="en-gb, uk, es or ar"
)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = True

# --- safety ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; a long article fits, a flood does not
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # load balancers ask these inside the house, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"redact_secrets": {"()": "portal.logs.RedactSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.server": {"level": "INFO"}},
}


def _dialled(number: str) -> str:
    """The tel: address of a number. Short ones (112, 116 117, 000) are dialled as they are: no country code helps."""
    parsed = phonenumbers.parse(number, PHONE_REGION)
    if phonenumbers.is_valid_number(parsed):
        return "tel:" + phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return "tel:" + phonenumbers.normalize_digits_only(number)


CLINIC_PHONE_LINK = _dialled(CLINIC_PHONE)
EMERGENCY_NUMBER_LINK = _dialled(EMERGENCY_NUMBER)
URGENT_ADVICE_LINE_LINK = _dialled(URGENT_ADVICE_LINE)
