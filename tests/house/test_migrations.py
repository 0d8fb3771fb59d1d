"""The models and the migrations say the same, and each app's migrations run in one line."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState


def missing_migrations(state: ProjectState) -> list[str]:
    """What a new migration would have to do to bring the database to this state of the models."""
    loader = MigrationLoader(connection)
    changes = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    return [
        f"{app}: {operation.describe()}"
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]


def current_state() -> ProjectState:
    from django.apps import apps

    return ProjectState.from_apps(apps)


def test_no_migration_is_missing(db):
    assert missing_migrations(current_state()) == []
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=StringIO())


def test_a_missing_migration_is_caught(db):
    state = current_state()
    state.add_model(ModelState("topics", "Forgotten", [("id", models.BigAutoField(primary_key=True))]))
    assert missing_migrations(state) == ["topics: Create model Forgotten"]


@pytest.mark.parametrize("app", ["portal", "topics", "appointments"])
def test_migrations_of_an_app_have_one_end(app):
    graph = MigrationLoader(None).graph
    assert len(graph.leaf_nodes(app)) == 1
