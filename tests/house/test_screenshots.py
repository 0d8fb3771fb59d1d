"""Every picture in docs/screenshots is shown somewhere, and the page it shows has not changed since it was taken."""

import hashlib
import json
import re
from collections.abc import Iterable

from tests.house import project

PICTURES = project.ROOT / "docs" / "screenshots"
SOURCES = PICTURES / "sources.json"  # written with the pictures by script/screenshots
HOW = "run script/screenshots, look at the pictures and commit them"


def digest_of(names: Iterable[str], root=project.ROOT) -> str:
    """One digest over these files and their names; a file that is gone counts as empty."""
    whole = hashlib.sha256()
    for name in names:
        path = root / name
        whole.update(f"{name}\0".encode() + (path.read_bytes() if path.exists() else b"") + b"\0")
    return whole.hexdigest()


def outdated(noted: dict[str, dict], pictures: set[str], root=project.ROOT) -> list[str]:
    """Pictures of which nobody knows what they show, and those whose page was made of other files than today's."""
    faults = [f"{name}: not noted in sources.json; {HOW}" for name in sorted(pictures - noted.keys())]
    faults += [f"{name}: noted, but there is no such picture" for name in sorted(noted.keys() - pictures)]
    for name in sorted(pictures & noted.keys()):
        if not noted[name]["sources"]:
            faults.append(f"{name}: nothing is noted of what its page was made of; {HOW}")
        elif digest_of(noted[name]["sources"], root) != noted[name]["digest"]:
            faults.append(f"{name}: the page it shows has changed since; {HOW}")
    return faults


def shown_nowhere(pictures: set[str], texts: dict[str, str]) -> list[str]:
    """Pictures no text shows, and pictures a text shows that are not there."""
    shown = {match for text in texts.values() for match in re.findall(r"screenshots/([\w-]+\.png)", text)}
    return [f"{name} is shown nowhere" for name in sorted(pictures - shown)] + [
        f"{name} is shown but not there" for name in sorted(shown - pictures)
    ]


def the_pictures() -> set[str]:
    return {path.name for path in PICTURES.glob("*.png")}


def test_every_picture_shows_the_page_as_it_is():
    assert outdated(json.loads(SOURCES.read_text()), the_pictures()) == []


def test_a_page_that_changed_after_its_picture_is_caught(tmp_path):
    (tmp_path / "page.html").write_text("<h1>Home</h1>")
    noted = {"home.png": {"digest": digest_of(["page.html"], tmp_path), "sources": ["page.html"]}}
    assert outdated(noted, {"home.png"}, tmp_path) == []
    (tmp_path / "page.html").write_text("<h1>Start</h1>")
    assert outdated(noted, {"home.png"}, tmp_path) == [f"home.png: the page it shows has changed since; {HOW}"]
    assert outdated({}, {"home.png"}, tmp_path) == [f"home.png: not noted in sources.json; {HOW}"]
    assert outdated(noted, set(), tmp_path) == ["home.png: noted, but there is no such picture"]


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    assert shown_nowhere(the_pictures(), project.sources(project.files(".md"))) == []


def test_a_picture_nobody_shows_is_caught():
    assert shown_nowhere({"a.png", "b.png"}, {"x.md": "![](screenshots/a.png) (docs/screenshots/c.png)"}) == [
        "b.png is shown nowhere",
        "c.png is shown but not there",
    ]
