"""What follows every migration: the log of changes of access is guarded, and begins with the accounts there are."""

from django.apps import apps as all_apps
from django.db import connections
from django.utils import timezone

from portal.accounts.actions import note_those_there
from portal.lib import append_only
from portal.models import AccessChange

BEGINS_WITH = "_changes_of_access"  # the end of the name of the migration that makes the table


def after_migrations(app_config, using="default", plan=(), **kwargs) -> None:
    """Receiver of post_migrate, which comes once for each app; works at the last, when the roles are as they should."""
    with_models = [each for each in all_apps.get_app_configs() if each.models_module is not None]
    if app_config.label != with_models[-1].label:
        return
    connection = connections[using]
    if AccessChange._meta.db_table not in connection.introspection.table_names():
        return
    append_only.lay_guards(connection, AccessChange._meta.db_table)
    made = [each for each, backwards in plan or () if each.app_label == "portal" and not backwards]
    if any(each.name.endswith(BEGINS_WITH) for each in made):
        note_those_there(now=timezone.now())
