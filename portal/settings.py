"""Django's settings. What differs between machines comes from the environment, read and checked by portal.env.

Three ways to run: DEMO (this machine, http, mails written to a folder), DEBUG (developing), and neither: production,
behind https.
"""

from email.utils import formataddr
from urllib.parse import urlsplit

import phonenumbers
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.env import BASE_DIR, Reading

env = Reading()
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
env.refuse_faults()  # what else has to be given depends on these two
PRODUCTION = not (DEBUG or DEMO)

SECRET_KEY = env.secret("SECRET_KEY", minimum=50, real=PRODUCTION)
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
BASE_URL = env.web_address("BASE_URL", None if PRODUCTION else "http://127.0.0.1:8000", secure=PRODUCTION)
PROXIES = env.whole_number("PROXIES", 1 if PRODUCTION else 0, minimum=0, maximum=5, unit="proxies")
HSTS_SCOPE = env.text("HSTS_SCOPE", "host", pattern="host|subdomains|preload", meaning="host, subdomains or preload")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])

# --- the clinic ------------------------------------------------------------------------------------
PHONE_REGION = env.phone_region("PHONE_REGION", "GB")
CLINIC_COUNTRY = env.country("CLINIC_COUNTRY", "" if PRODUCTION else "GB")
_usual_part = "ENG" if CLINIC_COUNTRY == "GB" and not PRODUCTION else ""
CLINIC_SUBDIVISION = env.subdivision("CLINIC_SUBDIVISION", CLINIC_COUNTRY, _usual_part)
CLINIC_NAME = env.clinic_name("CLINIC_NAME", None if PRODUCTION else "Riverside Clinic", real=PRODUCTION)
CLINIC_PHONE = env.phone_number("CLINIC_PHONE", None if PRODUCTION else "020 7946 0018", PHONE_REGION, real=PRODUCTION)
EMERGENCY_NUMBER = env.phone_number("EMERGENCY_NUMBER", None if PRODUCTION else "999", PHONE_REGION, real=PRODUCTION)
URGENT_ADVICE_LINE = env.phone_number(
    "URGENT_ADVICE_LINE", None if PRODUCTION else "111", PHONE_REGION, real=PRODUCTION
)
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
    "portal.public_pages.middleware.PublicPages",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.NoStoreByDefault",
    "portal.middleware.OnlyKnownMethods",
    "portal.middleware.HealthBeforeHosts",
    "portal.middleware.OnlyReadableBodies",
    "portal.waiting.BoundedWaiting",
    "portal.middleware.BoundedText",
    "portal.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

KEEPS_PUBLIC_PAGES = True  # False: each is drawn for every reader, and kept for the time the database is away

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
            "builtins": ["portal.templatetags.form_tokens"],  # {% csrf_token %} says for whom a form was drawn
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
        timeout=10,  # seconds a writer waits for another
        init_command="PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
    )
    _database["CONN_MAX_AGE"] = 600
else:
    from portal.lib.bounded_connection import BoundedConnection  # loads psycopg

    _options.setdefault("connect_timeout", 3)
    # Whoever waits longer is told. Commands and the worker, which have long work to do, are not bound (manage.py).
    _bounds = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
    _options["options"] = f"{_options.get('options', '')} {_bounds}".strip()
    # reconnect_timeout: psycopg's pool else pauses for longer and longer while the server is away, up to five minutes.
    _options["pool"] = {
        "min_size": 1,
        "max_size": 10,  # portal/waiting.py: eight at work, and /readyz
        "timeout": 3,
        "reconnect_timeout": 1,
        "connection_class": BoundedConnection,
    }
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
    for _name, _value in env.mail_server("EMAIL_URL", None, real=PRODUCTION).items():
        globals()[_name] = _value
else:
    EMAIL_BACKEND = "portal.lib.eml_folder.EmailBackend"
if globals()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "portal.lib.timed_smtp.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds within which the mail server has to go on
EMAIL_TOTAL_TIMEOUT = 60  # seconds for a whole mail, however it goes on
DEFAULT_FROM_EMAIL = formataddr((CLINIC_NAME, f"no-reply@{urlsplit(BASE_URL).hostname}"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SMS_BACKEND = env.class_path("SMS_BACKEND", "console" if DEMO else "none", console="portal.channels.sms.ConsoleBackend")
if PRODUCTION and SMS_BACKEND == "portal.channels.sms.ConsoleBackend":
    env.refuse("SMS_BACKEND", "must not be console in production: texts to patients would stand in the log.")
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
CSRF_FAILURE_VIEW = "portal.unsent_forms.csrf_failure"

# --- language and time -----------------------------------------------------------------------------
LANGUAGES = [("en-gb", _("English")), ("uk", _("Ukrainian")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LANGUAGE_CODE = env.text(
    "LANGUAGE_CODE", "en-gb", pattern="|".join(code for code, name in LANGUAGES), meaning="en-gb, uk, es or ar"
)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = True

env.refuse_faults()

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
    SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS_SCOPE in {"subdomains", "preload"}
    SECURE_HSTS_PRELOAD = HSTS_SCOPE == "preload"
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS_SCOPE was chosen knowingly
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.logs.ValueFreeFormatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "filters": {"redact_secrets": {"()": "portal.logs.RedactSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # no mails to ADMINS: they would hold whole forms
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.db.backends": {"level": "INFO"},  # below it: every query with its values
        "psycopg": {"level": "ERROR"},  # below it: each try of the pool to connect; portal.logs tells the outage
    },
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
