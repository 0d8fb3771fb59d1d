"""System checks of settings that contradict each other or are unsafe, each with a hint."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string

from portal.lib import append_only
from portal.models import AccessChange, SiteVersion
from portal.public_pages import triggers


@register(Tags.security, deploy=True)
def check_production_settings(app_configs, **kwargs):
    """With --deploy: warns of settings that are meant for one's own machine."""
    found = []
    if settings.DEMO:
        found.append(
            Warning(
                "DEMO is on: the portal shows invented people and writes mails to a folder.",
                hint="Unset DEMO and give EMAIL_URL, BASE_URL and ALLOWED_HOSTS.",
                id="portal.W001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS lets any name through: links in mails could be forged.",
                hint="List the names the portal is reached at.",
                id="portal.E001",
            )
        )
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        found.append(
            Warning("Mails do not leave this machine.", hint="Give EMAIL_URL an smtp address.", id="portal.W002")
        )
    return found


@register(Tags.security)
def check_content_security_policy(app_configs, **kwargs):
    """No page may run inline code, whoever edits the settings."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*"}
    return [
        Error(f"The content security policy is loose in {name}.", hint="Use 'self' only.", id="portal.E002")
        for name, sources in directives.items()
        if loose & set(sources)
    ]


@register(Tags.security)
def check_base_url(app_configs, **kwargs):
    """Links in mails start with BASE_URL: its host must be one the portal answers to."""
    domain, _port = split_domain_port(urlsplit(settings.BASE_URL).netloc)
    if validate_host(domain, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"BASE_URL names {domain}, which ALLOWED_HOSTS does not list: links in mails would not open.",
            hint="Add the host to ALLOWED_HOSTS or mend BASE_URL.",
            id="portal.E003",
        )
    ]


@register
def check_sms_backend(app_configs, **kwargs):
    """A backend that cannot be imported would be noticed with the first text only."""
    try:
        found = import_string(settings.SMS_BACKEND) if settings.SMS_BACKEND else None
    except ImportError as error:
        found, why = None, str(error)
    else:
        why = "" if found is None or callable(getattr(found, "send", None)) else "it has no send()"
    if not settings.SMS_BACKEND or (found and not why):
        return []
    return [
        Error(
            f"SMS_BACKEND names {settings.SMS_BACKEND}, which cannot be used: {why}.",
            hint="Name an importable class with a method send(), or unset it.",
            id="portal.E004",
        )
    ]


@register(Tags.database)
def check_log_of_access(app_configs, databases=None, **kwargs):
    """With --database: the log of changes of access has to refuse changes of itself."""
    table = AccessChange._meta.db_table
    if "default" not in (databases or ()) or table not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The guard {name} is missing in the database: rows of the log of changes of access could be changed.",
            hint="Run manage.py migrate, which lays it, and compare the log with the mails that told of changes.",
            id="portal.E005",
        )
        for name in sorted(append_only.missing_guards(connection, table))
    ]


@register(Tags.database)
def check_counting_of_changes(app_configs, databases=None, **kwargs):
    """With --database: what changes public pages has to be counted, or they would stay as they were drawn."""
    table = SiteVersion._meta.db_table
    if "default" not in (databases or ()) or table not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The trigger {name} is missing in the database: readers would go on seeing a page after it has changed.",
            hint="Run manage.py migrate, which lays it.",
            id="portal.E006",
        )
        for name in sorted(triggers.missing_triggers(connection))
    ]


@register(Tags.database)
def check_database_log(app_configs, databases=None, **kwargs):
    """With --database: warns where PostgreSQL writes the values of rows into its own log when a statement fails."""
    if "default" not in (databases or ()) or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('log_error_verbosity'), current_setting('log_min_error_statement')")
        verbosity, statements = cursor.fetchone()
    if verbosity == "terse" and statements in {"fatal", "panic"}:
        return []
    return [
        Warning(
            "PostgreSQL writes rows of patients into its log when a constraint or a statement fails.",
            hint="Set log_error_verbosity = terse and log_min_error_statement = panic on the database server.",
            id="portal.W003",
        )
    ]
