"""What the docs name is there: files, folders, tests, names in capitals such as TRANSITIONS, and what links lead to."""

import re
from pathlib import PurePosixPath

from tests.house import project

FILE = re.compile(r"`((?:[\w.-]+/)*[\w.-]*\w\.(?:py|html|css|js|toml|txt|sh|md))(?:::(\w+))?`")
FOLDER = re.compile(r"`((?:[\w.-]+/)+)`")
CAPITALS = re.compile(r"`([A-Z][A-Z_]{3,})`(?:\s(?:of|in)\s(?:its |the )?`((?:\w+/)*\w+\.py)`)?")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
MADE_AT_RUN_TIME = ("var/", ".venv/")  # named in the docs, but made on the machine that runs it
OF_OTHER_PROGRAMS = {"FORWARDED_ALLOW_IPS"}  # gunicorn


def missing(texts: dict[str, str], files: dict[str, str]) -> list[str]:
    """What the texts (file name -> Markdown) name that is not there. `files`: what stands in each file of the project.

    A file or folder is known by the end of its path. A test has to stand in the file it is named with, and a name in
    capitals, too; one without a file has to stand anywhere in the code.
    """
    faults = []
    folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    known = capitals_in(files)
    for text_name, text in texts.items():
        wrong = []
        for name, test in FILE.findall(text):
            found = _ending_with(name, files)
            if not found:
                wrong.append(name)
            elif test and not any(re.search(rf"^ *(?:async )?def {test}\(", files[each], re.M) for each in found):
                wrong.append(f"{name}::{test}")
        wrong += [name for name in FOLDER.findall(text) if not _ending_with(name.rstrip("/"), folders)]
        for name, where in CAPITALS.findall(text):
            if name not in known or (where and not any(name in files[each] for each in _ending_with(where, files))):
                wrong.append(f"{name} of {where}" if where else name)
        here = PurePosixPath(text_name).parent
        targets = {target: _resolved(here / target) for target in LINK.findall(text)}
        wrong += [target for target, path in targets.items() if path not in files and path not in folders]
        faults += [f"{text_name} names {name}" for name in wrong if not _is_known_elsewhere(name)]
    return faults


def capitals_in(files: dict[str, str]) -> set[str]:
    """Every name in capitals that stands somewhere in the files, but for those of the docs."""
    return {
        name
        for file, source in files.items()
        if not file.endswith(".md")
        for name in re.findall(r"\b[A-Z][A-Z_]{3,}\b", source)
    }


def _ending_with(name: str, paths) -> list[str]:
    return [path for path in paths if path == name or path.endswith(f"/{name}")]


def _resolved(path: PurePosixPath) -> str:
    """The path without "..", from the project's root."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts) or "."


def _is_known_elsewhere(name: str) -> bool:
    return name.startswith(MADE_AT_RUN_TIME) or name in OF_OTHER_PROGRAMS


def test_the_docs_name_what_is_there():
    paths = project.files()
    binary = {path for path in paths if b"\0" in path.read_bytes()[:4096]}
    files = project.sources([path for path in paths if path not in binary])
    files |= {project.name_of(path): "" for path in binary}
    for hidden in (".env.example", ".gitignore"):
        files[hidden] = (project.ROOT / hidden).read_text(encoding="utf-8")
    texts = {name: text for name, text in files.items() if name.endswith(".md") and name != "CHANGELOG.md"}
    assert missing(texts, files) == []


def test_what_the_docs_name_wrongly_is_caught():
    text = (
        "Look at `topics/old.py`, `gates/run.py::test_x`, `gates/run.py::test_y` and `GATES`.\n"
        "Not `TABLE` of `old/`, `new/`, not `GATES` of `other.py`. See [a](b.md#c), [d](../gone.md) and [e](#f)."
    )
    files = {
        "topics/gates/run.py": "GATES = ()\n\ndef test_y():\n    pass",
        "topics/other.py": "",
        "docs/new/x.md": "TABLE",
        "docs/b.md": "",
    }
    assert missing({"docs/a.md": text}, files) == [
        "docs/a.md names topics/old.py",
        "docs/a.md names gates/run.py::test_x",
        "docs/a.md names old/",
        "docs/a.md names TABLE",
        "docs/a.md names GATES of other.py",
        "docs/a.md names ../gone.md",
    ]
