"""The project's files as the house tests see them: everything a person wrote, nothing a machine made."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "topics", "appointments")
_MADE_BY_MACHINES = {"var", "__pycache__", "node_modules"}
_HIDDEN_BUT_OURS = {".ci"}


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Every file of ours with one of these endings (any file, if none is named), sorted."""
    found = []
    for folder, names, leaves in os.walk(ROOT / under):
        names[:] = [
            name
            for name in names
            if name not in _MADE_BY_MACHINES and (not name.startswith(".") or name in _HIDDEN_BUT_OURS)
        ]
        found += [Path(folder) / leaf for leaf in leaves if leaf != ".env" and leaf.endswith(suffixes or "")]
    return sorted(found)


def code() -> list[Path]:
    """The Python modules of the three packages."""
    return [path for package in PACKAGES for path in files(".py", under=package)]


def name_of(path: Path) -> str:
    """The file as people write it: from the project's root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def sources(paths: list[Path]) -> dict[str, str]:
    """What stands in each file, by its name."""
    return {name_of(path): path.read_text(encoding="utf-8") for path in paths}
