"""requirements.txt and requirements-dev.txt name each package once, pinned exactly, with a comment what it is for."""

import re

from tests.house import project

FILES = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"(?P<package>[A-Za-z0-9._-]+)(\[[a-z0-9,-]+\])?==[0-9][A-Za-z0-9.]*(?P<comment> +# \S.*)?")


def faults_in(files: dict[str, str]) -> list[str]:
    """Each line that is no exact pin with a comment, or repeats a package, as "file:line: fault". By file, its text.

    Names are compared as PEP 503 does: without regard to case, hyphens, underscores and dots.
    """
    faults, seen = [], {}
    for file, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            place = f"{file}:{number}"
            if not line.strip() or line.startswith(("#", "-r ")):
                continue
            found = PINNED.fullmatch(line.rstrip())
            if found is None:
                faults.append(f"{place}: not pinned exactly")
                continue
            package = re.sub(r"[-_.]+", "-", found["package"]).lower()
            if package in seen:
                faults.append(f"{place}: {package} stands in {seen[package]} already")
            if not found["comment"]:
                faults.append(f"{place}: {package} has no comment")
            seen.setdefault(package, place)
    return faults


def test_each_package_is_named_once_pinned_and_explained():
    assert faults_in({name: (project.ROOT / name).read_text() for name in FILES}) == []


def test_repeated_unpinned_and_unexplained_packages_are_caught():
    files = {
        "a.txt": "# Pins.\nDjango==5.2.19  # the framework\nnh3>=0.3  # cleans HTML\npsycopg[binary,pool]==3.3.9\n",
        "b.txt": "-r a.txt\ndjango==5.2.19  # again\nruff  # no version\n",
    }
    assert faults_in(files) == [
        "a.txt:3: not pinned exactly",
        "a.txt:4: psycopg has no comment",
        "b.txt:2: django stands in a.txt:2 already",
        "b.txt:3: not pinned exactly",
    ]
