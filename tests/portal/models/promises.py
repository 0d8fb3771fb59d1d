"""What the database itself promises about an app's rows, read from its models, and whether it keeps a promise."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction


def promises(app: str) -> dict[str, set[str]]:
    """Every constraint by its name and every unique field as Model.field; with the words a database refuses it in."""
    found = {}
    for model in apps.get_app_config(app).get_models():
        if model._meta.proxy:
            continue
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            found[constraint.name] = {constraint.name}
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields:  # SQLite names the columns only
                columns = [model._meta.get_field(field).column for field in constraint.fields]
                found[constraint.name].add(", ".join(f"{table}.{column}" for column in columns))
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                found[f"{model.__name__}.{field.name}"] = {f"{table}.{field.column}", f"Key ({field.column})="}
    return found


def is_refused(lie: Callable, words: set[str]) -> None:
    """Tries to store something untrue. Fails the test unless the database refuses it, and for this very reason."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        lie()
    assert any(word in str(refusal.value) for word in words), f"refused for another reason: {refusal.value}"
