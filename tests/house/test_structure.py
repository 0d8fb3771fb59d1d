"""What folders promise: the private stays in its package, no module only hands on, tests lie where the code lies."""

import ast
from pathlib import PurePosixPath

from tests.house import project


def module_of(name: str) -> str:
    """The dotted name of a file: topics/actions/publishing.py is topics.actions.publishing."""
    return ".".join(PurePosixPath(name).with_suffix("").parts).removesuffix(".__init__")


def package_of(name: str) -> str:
    """The package a file lies in, dotted."""
    return ".".join(PurePosixPath(name).parent.parts)


def private_imports(sources: dict[str, str]) -> list[str]:
    """Each import of a private module or name from outside its package, as "file:line imports what"."""
    faults = []
    for name, source in sources.items():
        here = package_of(name) + "."
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(project.PACKAGES):
                continue
            for alias in node.names:
                path = [*node.module.split("."), alias.name]
                first = next((place for place, part in enumerate(path) if _is_private(part)), None)
                if first is None:
                    continue
                # A private module belongs to its package; a private name to its module, and so to that one's package.
                of_a_module = f"{'/'.join(path[:first])}.py" in sources
                owner = path[: first - 1] if of_a_module else path[:first]
                if not here.startswith(".".join(owner) + "."):
                    faults.append(f"{name}:{node.lineno} imports {'.'.join(path)}")
    return faults


def _is_private(part: str) -> bool:
    return part.startswith("_") and not part.startswith("__")


def only_handing_on(sources: dict[str, str]) -> list[str]:
    """Modules that define nothing, and names in an `__all__` that come from elsewhere. A package may list its parts."""
    faults = []
    for name, source in sources.items():
        if name.endswith("__init__.py"):
            continue
        tree = ast.parse(source)
        imported = {
            alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        rest = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)]
        listing = [node for node in rest if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
        if imported and len(rest) == len(listing):
            faults.append(f"{name} defines nothing")
        for node in listing:
            handed_on = sorted(imported & set(ast.literal_eval(node.value)))
            faults += [f"{name}:{node.lineno} hands on {each}" for each in handed_on]
    return faults


def without_a_sentence(sources: dict[str, str]) -> list[str]:
    """Packages whose `__init__.py` does not say what they are. Django's own folders need no sentence."""
    known = {"migrations", "management", "commands", "templatetags"}
    return [
        name
        for name, source in sources.items()
        if name.endswith("__init__.py")
        and PurePosixPath(name).parent.name not in known
        and not ast.get_docstring(ast.parse(source))
    ]


def folders_without_code(tests: list[str], code: set[str]) -> list[str]:
    """Folders of tests that mirror no folder of the code."""
    folders = {str(PurePosixPath(name).parent.relative_to("tests")) for name in tests}
    return sorted(folder for folder in folders if folder.split("/")[0] in project.PACKAGES and folder not in code)


def test_what_is_private_stays_in_its_package():
    assert private_imports(project.sources(project.code())) == []


def test_a_private_import_from_outside_is_caught():
    sources = {
        "topics/actions/_move.py": "",
        "topics/actions/publishing.py": "from topics.actions._move import move",
        "topics/page.py": "from topics.document import _canonical",
        "topics/document.py": "",
        "topics/admin/steps.py": "from topics.actions import _move\nfrom topics.document import _canonical",
        "appointments/desk/queue.py": "from topics.actions._move import move\nfrom topics.document import _canonical",
    }
    assert private_imports(sources) == [
        "topics/admin/steps.py:1 imports topics.actions._move",
        "appointments/desk/queue.py:1 imports topics.actions._move.move",
        "appointments/desk/queue.py:2 imports topics.document._canonical",
    ]


def test_no_module_only_hands_on():
    assert only_handing_on(project.sources(project.code())) == []


def test_a_module_that_only_hands_on_is_caught():
    sources = {
        "topics/a.py": '"""Names of others."""\nfrom topics.b import x, y\n__all__ = ["x"]',
        "topics/b.py": "from topics.c import z\nx = 1\n__all__ = ['x', 'z']",
        "topics/models/__init__.py": "from topics.models.topic import Topic",
    }
    assert only_handing_on(sources) == [
        "topics/a.py defines nothing",
        "topics/a.py:3 hands on x",
        "topics/b.py:3 hands on z",
    ]


def test_every_package_says_what_it_is():
    assert without_a_sentence(project.sources(project.code())) == []


def test_a_package_without_a_sentence_is_caught():
    assert without_a_sentence({"topics/a/__init__.py": "", "topics/b/__init__.py": '"""B."""'}) == [
        "topics/a/__init__.py"
    ]


def test_tests_lie_where_the_code_lies():
    code = {str(path.parent.relative_to(project.ROOT)) for path in project.code()}
    assert folders_without_code([project.name_of(path) for path in project.files(".py", under="tests")], code) == []


def test_a_folder_of_tests_without_code_is_caught():
    names = ["tests/topics/views/test_pages.py", "tests/topics/old/test_x.py", "tests/house/test_files.py"]
    assert folders_without_code(names, {"topics", "topics/views"}) == ["topics/old"]
