"""Every variable the settings read is explained in .env.example and docs/operations.md, and no other is."""

import ast
import re

from tests.house import project

EXAMPLE_LINE = re.compile(r"^#? ?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
DOCS_ENTRY = re.compile(r"^(?:\|\s*|#+\s*|[-*]\s*)`([A-Z][A-Z0-9_]+)`", re.MULTILINE)


def variables_read(sources: dict[str, str]) -> set[str]:
    """The names given to the readers of portal.env, and to os.environ."""
    found = set()
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call | ast.Subscript):
                continue
            called = ast.unparse(node.func if isinstance(node, ast.Call) else node.value)
            owner = called.rpartition(".")[0]
            first = (node.args[:1] or [None])[0] if isinstance(node, ast.Call) else node.slice
            from_env = owner == "env"
            from_os = called in {"os.environ", "os.environ.get", "os.getenv", "environ.get", "os.environ.setdefault"}
            if (from_env or from_os) and isinstance(first, ast.Constant) and str(first.value).isupper():
                found.add(first.value)
    return found - {"DJANGO_SETTINGS_MODULE"}


def differences(read: set[str], explained: set[str], where: str) -> list[str]:
    return [f"{name} is not in {where}" for name in sorted(read - explained)] + [
        f"{name} is in {where}, but nothing reads it" for name in sorted(explained - read)
    ]


def test_every_variable_is_explained_and_no_other():
    read = variables_read(project.sources(project.code()))
    assert {"SECRET_KEY", "DATABASE_URL", "DEMO"} <= read
    example = (project.ROOT / ".env.example").read_text(encoding="utf-8")
    operations = (project.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    faults = differences(read, set(EXAMPLE_LINE.findall(example)), ".env.example")
    known_to_scripts = {"HOST", "PORT"}  # read by script/demo and gunicorn, not by the settings
    faults += differences(read, set(DOCS_ENTRY.findall(operations)) - known_to_scripts, "docs/operations.md")
    assert faults == []


def test_an_unexplained_and_a_leftover_variable_are_caught():
    source = 'A = env.flag("NEW")\nB = os.environ.get("OTHER", "")\nC = os.environ["THIRD"]\nD = query.text("title")'
    read = variables_read({"portal/settings.py": source})
    assert read == {"NEW", "OTHER", "THIRD"}
    explained = set(EXAMPLE_LINE.findall("# What it is.\nOTHER=1\n#THIRD=\n# OLD=x\n"))
    assert differences(read, explained, "the list") == [
        "NEW is not in the list",
        "OLD is in the list, but nothing reads it",
    ]
