"""Every template is used, every template named exists, and text is marked safe only where somebody vouched for it."""

import ast
import re

from tests.house import project

USED_BY_NAME_OF_DJANGO = re.compile(r"templates/(admin|registration|django)/.+")  # overrides: Django names them
PACK = re.compile(r"templates/clinic/.+")  # crispy-forms names these itself: <pack>/<field or layout>.html
QUOTED = re.compile(r"""["'`]([\w./-]+\.(?:html|txt|xml))["'`]""")
NAMED = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
UNSAFE = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off|\bmark_safe\b|\bSafeString\(|\bhtml_safe\b")
INLINE = re.compile(
    r"""<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|<[a-z][^<>]*\s(?:style|on[a-z]+)=""",
    re.IGNORECASE,
)
VOUCHED = {  # file -> why its HTML is safe
    "portal/lib/markdown.py": "nh3 lets an allow-list of tags through",
    "portal/styleguide.py": "sample text of our own, no input",
}


def _built(text: str) -> list[re.Pattern]:
    """What the f-strings of a Python module can come out as; {'a' if … else 'b'} as just these two."""
    patterns = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            pieces = []
            for part in node.values:
                if isinstance(part, ast.Constant):
                    pieces.append(re.escape(part.value))
                elif isinstance(part.value, ast.IfExp):
                    choices = (part.value.body, part.value.orelse)
                    pieces.append(
                        "|".join(re.escape(str(getattr(choice, "value", ""))) for choice in choices).join("()")
                    )
                else:
                    pieces.append("[^/]+")
            patterns.append(re.compile("".join(pieces)))
    return patterns


def unused(templates: list[str], sources: dict[str, str]) -> list[str]:
    """Templates that nothing includes, extends or renders, by their name or by an f-string that can give it."""
    named, patterns = set(), []
    for name, text in sources.items():
        named |= set(QUOTED.findall(text))
        if name.endswith(".py"):
            patterns += _built(text)
        for folder in re.findall(
            r"""templates=["']([\w./-]+)["']""", text
        ):  # the outbox: a folder with its three parts
            named |= {f"{folder}/{part}" for part in ("subject.txt", "body.txt", "body.html")}
    return [
        name for name in templates if name not in named and not any(pattern.fullmatch(name) for pattern in patterns)
    ]


def missing(templates: list[str], sources: dict[str, str]) -> list[str]:
    """{% include %} and {% extends %} of templates that do not exist."""
    known = set(templates)
    return [
        f"{name} names {target}"
        for name, text in sources.items()
        for target in NAMED.findall(text)
        if target not in known and not target.startswith("admin/")
    ]


def marked_safe(sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in sources.items()
        if name not in VOUCHED
        for number, line in enumerate(text.splitlines(), start=1)
        if UNSAFE.search(line) and not re.match(r"\s*(#|from .* import)", line)
    ]


def inline_code(sources: dict[str, str]) -> list[str]:
    """Scripts, styles and handlers inside a page: the content security policy forbids them, so they do nothing."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}"
        for name, text in sources.items()
        for found in INLINE.finditer(text)
    ]


def _templates() -> list[str]:
    return [project.name_of(path) for path in project.files(".html", ".txt", ".xml", under="templates")]


def _short(names: list[str]) -> list[str]:
    return [name.removeprefix("templates/") for name in names]


def test_every_template_is_used():
    ours = [name for name in _templates() if not USED_BY_NAME_OF_DJANGO.match(name) and not PACK.match(name)]
    sources = project.sources(project.code() + project.files(".html", ".txt", under="templates"))
    assert unused(_short(ours), sources) == []


def test_every_template_named_exists():
    assert missing(_short(_templates()), project.sources(project.files(".html", ".txt", under="templates"))) == []


def test_text_is_marked_safe_only_where_vouched_for():
    sources = project.sources(project.code() + project.files(".html", under="templates"))
    assert marked_safe(sources) == []
    assert [name for name in VOUCHED if name not in sources] == []


def test_no_template_holds_a_script_or_a_style():
    pages = [
        path for path in project.files(".html", under="templates") if "email" not in path.parts
    ]  # mails have no policy
    assert inline_code(project.sources(pages)) == []


def test_a_script_and_a_style_in_a_template_are_caught():
    good = '<script src="x.js" defer></script><p data-style="x">1</p><script type="application/ld+json">{}</script>'
    assert inline_code({"a.html": good}) == []
    for bad in (
        "<script>x()</script>",
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button type="button" onclick="x()">',
    ):
        assert inline_code({"a.html": f"<p>\n{bad}"}) == ["a.html:2"]


def test_an_unused_a_missing_and_a_marked_template_are_caught():
    templates = [
        "topics/page.html",
        "topics/old.html",
        "asking/check.html",
        "asking/step.html",
        "email/received/body.txt",
    ]
    sources = {
        "topics/views.py": 'render(request, "topics/page.html")',
        "appointments/views.py": "render(request, f\"asking/{'check' if last else 'step'}.html\")",
        "appointments/messages/registration.py": 'register("received", templates="email/received")',
        "templates/topics/page.html": '{% include "components/gone.html" with a=b only %}{{ body|safe }}',
    }
    assert unused(templates, sources) == ["topics/old.html"]
    assert missing(templates, sources) == ["templates/topics/page.html names components/gone.html"]
    assert marked_safe(sources) == ["templates/topics/page.html:1"]
    assert marked_safe({"topics/page.py": "return mark_safe(text)"}) == ["topics/page.py:1"]
