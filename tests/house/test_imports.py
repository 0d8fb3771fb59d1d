"""Imports run appointments -> topics -> portal, never back. import-linter agrees; this runs with every test."""

import ast

from tests.house import project

ORDER = ("appointments", "topics", "portal")  # each may import itself and what stands to its right


def imports_against_the_direction(sources: dict[str, str]) -> list[str]:
    """Each import of a package by one that stands to its right, as "file:line imports package"."""
    faults = []
    for name, source in sources.items():
        importer = name.split("/")[0]
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported = [node.module or ""]
            else:
                continue
            for package in {module.split(".")[0] for module in imported} & set(ORDER):
                if ORDER.index(package) < ORDER.index(importer):
                    faults.append(f"{name}:{node.lineno} imports {package}")
    return faults


def test_imports_run_to_the_right_only():
    assert imports_against_the_direction(project.sources(project.code())) == []


def test_an_import_back_is_caught():
    sources = {
        "portal/a.py": "def late():\n    from topics.models import Topic\n",
        "topics/b.py": "import appointments.models as there",
        "appointments/c.py": "from topics import models\nimport portal.env\nfrom . import forms",
    }
    assert imports_against_the_direction(sources) == [
        "portal/a.py:2 imports topics",
        "topics/b.py:1 imports appointments",
    ]
