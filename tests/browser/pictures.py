"""Takes a picture for docs/screenshots and notes from which files its page was made, so that it shows when one changes.

docs/screenshots/sources.json holds for each picture the templates, stylesheets and scripts of its page, and one digest
over what stood in them. tests/house/test_screenshots.py compares.
"""

import json
import threading
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test.signals import template_rendered

from tests.house.test_screenshots import PICTURES, SOURCES, digest_of

MOST_BYTES = 200_000

_templates: dict[str, set[str]] = defaultdict(set)  # the templates by the path of the page they were drawn for
_thread = threading.local()


def _note(sender, template, context, **kwargs) -> None:
    request = context.get("request")
    if request is not None:
        _thread.path = request.path
    if getattr(template, "origin", None) and getattr(_thread, "path", ""):
        _templates[_thread.path].add(template.origin.name)


template_rendered.connect(_note)


def take_picture(page, name: str, at=None, margin: int = 12) -> None:
    """A picture of what is seen at the top of the page, or from the element `at` on, `margin` pixels above it."""
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    if at:
        at.evaluate("(element, margin) => scrollTo(0, element.getBoundingClientRect().top + scrollY - margin)", margin)
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    picture = page.screenshot(path=PICTURES / f"{name}.png")
    assert len(picture) <= MOST_BYTES, f"{name} has {len(picture)} bytes; at most {MOST_BYTES} fit into the repository."
    _write_down(name, _sources_of(page))


def _sources_of(page) -> list[str]:
    """The project's own files the page was made of, from the project's root, sorted."""
    addresses = page.evaluate(
        "[...document.querySelectorAll('link[rel=stylesheet], script[src]')].map(one => one.href || one.src)"
    )
    found = {Path(name) for name in _templates[urlsplit(page.url).path]}
    for address in addresses:
        found.add(
            settings.BASE_DIR / "static" / _without_hash(urlsplit(address).path.removeprefix(settings.STATIC_URL))
        )
    ours = (path.relative_to(settings.BASE_DIR) for path in found if path.is_relative_to(settings.BASE_DIR))
    return sorted(
        path.as_posix() for path in ours if not path.parts[0].startswith(".") and (settings.BASE_DIR / path).exists()
    )


def _without_hash(name: str) -> str:
    """css/base.0123456789ab.css is css/base.css with its content's hash."""
    stem, *rest = name.split(".")
    return ".".join([stem, *(part for part in rest if len(part) != 12)])


def _write_down(name: str, sources: list[str]) -> None:
    noted = json.loads(SOURCES.read_text()) if SOURCES.exists() else {}
    noted[f"{name}.png"] = {"digest": digest_of(sources), "sources": sources}
    SOURCES.write_text(json.dumps(dict(sorted(noted.items())), indent=1) + "\n")
