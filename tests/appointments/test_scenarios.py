"""docs/scenarios.md names tests: each of them exists, and no scenario was forgotten."""

import ast
import re
from functools import cache

from tests.house import project

ROWS = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
IN_SCOPE = {*range(1, 8), *range(10, 15), 17, 20, *range(31, 47), 60, 61, 62, 68, 70}
NOT_BUILT = {40, 42}  # exports and calendar files


def rows(text: str) -> dict[int, tuple[str, list[str]]]:
    """For each scenario what is done, and the tests that show it."""
    return {int(number): (done, re.findall(r"`([^`]+)`", shown)) for number, _what, done, shown in ROWS.findall(text)}


@cache
def functions_in(path: str) -> frozenset[str]:
    """The names of all functions of a file below tests/; none if there is no such file."""
    file = project.ROOT / "tests" / path
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.is_file() else ()
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def missing_tests(names: list[str]) -> list[str]:
    """Which of these (path below tests/ :: function) are not there."""
    return [name for name in names if name.partition("::")[2] not in functions_in(name.partition("::")[0])]


def scenarios() -> dict[int, tuple[str, list[str]]]:
    return rows((project.ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8"))


def test_every_scenario_in_scope_has_its_row_and_every_test_named_exists():
    found = scenarios()
    assert set(found) == IN_SCOPE
    assert missing_tests([name for _done, names in found.values() for name in names]) == []


def test_a_scenario_names_a_test_or_says_that_it_is_not_built():
    for number, (done, names) in scenarios().items():
        assert bool(names) != (number in NOT_BUILT), number
        assert ("Not built yet" in done) == (number in NOT_BUILT), number


def test_a_test_that_is_not_there_is_caught():
    here = "appointments/test_scenarios.py::test_a_test_that_is_not_there_is_caught"
    gone = [
        "appointments/test_scenarios.py::test_gone",
        "appointments/test_gone.py::test_x",
        "appointments/test_scenarios.py",
    ]
    assert missing_tests([here, *gone]) == gone
    assert rows("| 7 | what | done | `a.py::test_b` `c.py::test_d` |\n") == {
        7: (" done ", ["a.py::test_b", "c.py::test_d"])
    }
