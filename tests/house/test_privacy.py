"""Every stored field is classified: whose it is, how long it is kept, and what erasing does to it."""

from django.apps import apps
from django.db import models

from appointments.privacy import stored_fields
from portal.models import User
from topics.models import Practitioner

OURS = ("appointments", "portal")


def every_field(*apps_of: str) -> dict[str, set[str]]:
    """The columns of every table of these apps."""
    return {
        model._meta.label: {field.name for field in model._meta.local_fields}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in apps_of and not model._meta.proxy
    }


def faults(stored: dict[str, set[str]], tables: dict[str, stored_fields.StoredTable]) -> list[str]:
    """Fields nobody has classified, fields that are no more, fields classified twice."""
    found = [f"{label} is no table" for label in tables if label not in stored]
    for label, fields in stored.items():
        classified = tables[label].fields if label in tables else ()
        found += [f"{label}.{name} is not classified" for name in sorted(fields - set(classified))]
        found += [f"{label}.{name} is no field" for name in sorted(set(classified) - fields)]
        found += [f"{label}.{name} is classified twice" for name in set(classified) if classified.count(name) > 1]
    return found


def test_every_field_is_classified_once_and_every_classified_field_is_there():
    assert faults(every_field(*OURS), stored_fields.TABLES) == []


def test_a_field_forgotten_gone_or_named_twice_is_caught():
    kept = stored_fields.KeptFor.RETENTION
    tables = {
        "a.A": stored_fields.StoredTable(kept, plain=("id", "gone")),
        "a.B": stored_fields.StoredTable(kept, personal={"id": ""}, plain=("id",)),
        "a.C": stored_fields.StoredTable(kept),
    }
    assert faults({"a.A": {"id", "name"}, "a.B": {"id"}}, tables) == [
        "a.C is no table",
        "a.A.name is not classified",
        "a.A.gone is no field",
        "a.B.id is classified twice",
    ]


def leading_to_people() -> dict[str, set[str]]:
    """Outside our two apps: the fields that point to an account or a practitioner."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OURS and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, models.ForeignKey) and field.related_model in (User, Practitioner):
                    found.setdefault(model._meta.label, set()).add(field.name)
    return found


def test_wherever_else_a_row_leads_to_a_person_it_is_said():
    for label, fields in leading_to_people().items():
        assert fields <= set(stored_fields.ELSEWHERE.get(label, ())), label
    for label, fields in stored_fields.ELSEWHERE.items():
        assert set(fields) <= {field.name for field in apps.get_model(label)._meta.local_fields}, label


def about_a_request() -> dict[str, set[str]]:
    """The tables whose rows point to a request, with the way there."""
    request = apps.get_model(stored_fields.REQUEST)
    return {
        model._meta.label: {field.name}
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is request and model is not request
    }


def test_whatever_points_to_a_request_is_reached_by_erasing():
    for label, ways in about_a_request().items():
        assert stored_fields.TABLES[label].request_path in ways, label


def test_what_stays_is_blanked_with_values_its_columns_take():
    for label in stored_fields.TABLES:
        for name, value in stored_fields.erased_values(label).items():
            field = apps.get_model(label)._meta.get_field(name)
            if label not in ("appointments.RequestDraft", "portal.RefusedForm"):  # which go by themselves
                assert field.null if value is None else field.to_python(value) == value, f"{label}.{name}"
