"""Every change of what public pages are made of makes a new version of the site, however it is written."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from portal import checks
from portal.lib.stored_triggers import stored_triggers
from portal.models import SiteVersion
from portal.public_pages import site_version, triggers
from tests.builders import make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def number() -> int:
    return SiteVersion.objects.get(pk=1).number


def test_rows_that_come_change_and_go_are_counted_in_every_watched_table(world):
    for label, table in triggers.WATCHED.items():
        key = apps.get_model(label)._meta.pk.column
        same = f'UPDATE "{table}" SET "{key}" = "{key}"'  # noqa: S608 - our own names
        with connection.cursor() as cursor:
            rows = apps.get_model(label)._default_manager.count()
            before = number()
            cursor.execute(same)
        assert (number() > before) is (rows > 0), label
    topic, before = make_topic(), number()
    topic.delete()
    assert number() > before


def test_every_watched_table_has_a_trigger_for_each_way_of_writing():
    names = {f"{table}_counts_{verb}" for table in triggers.WATCHED.values() for verb in triggers.VERBS}
    assert names <= stored_triggers(connection)
    assert triggers.missing_triggers(connection) == set()


def test_what_is_rolled_back_is_not_counted():
    before = number()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_topic()
        raise ZeroDivisionError
    assert number() == before


@pytest.mark.postgres_only
def test_a_transaction_counts_once_and_only_when_it_is_committed():
    before = number()
    with transaction.atomic():
        make_topic()
        make_topic()
        assert number() == before, "nobody has to wait for the row while this goes on"
    assert number() == before + 1


def test_while_migrations_are_at_work_nothing_is_counted_and_afterwards_everything_is_new():
    app, last = triggers._with_models()[0], triggers._with_models()[-1]
    before = number()
    triggers.before_migrations(apps.get_app_config(app), plan=["one"])
    try:
        assert site_version.KnownVersion().number() == site_version.NOT_COUNTED
        assert triggers.missing_triggers(connection)
        assert {error.id for error in checks.check_counting_of_changes(None, ["default"])} == {"portal.E006"}
        make_topic()
        assert number() == before
    finally:
        triggers.after_migrations(apps.get_app_config(last))
    assert site_version.KnownVersion().number() == before + 1
    assert checks.check_counting_of_changes(None, ["default"]) == []


def test_where_nothing_is_to_be_migrated_the_triggers_stay():
    triggers.before_migrations(apps.get_app_config(triggers._with_models()[0]), plan=[])
    assert triggers.missing_triggers(connection) == set()
    call_command("migrate", verbosity=0)
    assert triggers.missing_triggers(connection) == set()
