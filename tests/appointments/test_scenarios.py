"""docs/scenarios.md: all seventy scenarios stand there once, each with tests that exist or with the reason why not."""

import ast
import re
from functools import cache
from typing import NamedTuple

from tests.house import project

ALL = range(1, 71)
ROWS = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
NOT_BUILT = {9, 15, 16, 21, 57}  # swapping two appointments, other zones and clock laws, a clock put back, a restore
REASON = re.compile(r"\*Not built\*: .{40,}")


class Row(NamedTuple):
    """One scenario: what happens, what the portal does, and the tests that show it."""

    number: int
    what: str
    done: str
    tests: list[str]


def rows(text: str) -> list[Row]:
    return [
        Row(int(number), what.strip(), done.strip(), re.findall(r"`([^`]+)`", shown))
        for number, what, done, shown in ROWS.findall(text)
    ]


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of all tests of a file below tests/; none if there is no such file."""
    file = project.ROOT / "tests" / path
    nodes = ast.parse(file.read_text(encoding="utf-8")).body if file.is_file() else ()
    names = (node.name for node in nodes if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def missing_tests(names: list[str]) -> list[str]:
    """Which of these (path below tests/ :: test) are not there."""
    return [name for name in names if name.partition("::")[2] not in named_in(name.partition("::")[0])]


def faults(found: list[Row], numbers: range, not_built: set[int]) -> list[str]:
    """What is wrong with the table, one sentence each."""
    listed = [row.number for row in found]
    wrong = [f"{number} stands there {listed.count(number)} times" for number in numbers if listed.count(number) != 1]
    wrong += [f"{number} is no scenario" for number in listed if number not in numbers]
    for row in found:
        if not (row.what and row.done):
            wrong.append(f"{row.number} says nothing")
        if {bool(REASON.match(row.done)), "Not built" in row.done} != {row.number in not_built}:
            wrong.append(f"{row.number} is not built and does not say why, or says so and is built")
        if not row.tests and row.number not in not_built:
            wrong.append(f"{row.number} is shown by nothing")
        if len(row.tests) != len(set(row.tests)):
            wrong.append(f"{row.number} names a test twice")
        wrong += [f"{row.number} names {name}, which is not there" for name in missing_tests(row.tests)]
    return wrong


def test_all_seventy_stand_there_once_with_tests_that_exist_or_the_reason_why_not():
    found = rows((project.ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8"))
    assert faults(found, ALL, NOT_BUILT) == []


def test_what_is_wrong_with_the_table_is_caught():
    here = "`appointments/test_scenarios.py::test_what_is_wrong_with_the_table_is_caught`"
    reason = "*Not built*: there is no step for it, so somebody does it by hand."
    good = f"| 1 | it rains | umbrella | {here} |\n| 2 | it snows | {reason} | – |\n"
    assert faults(rows(good), range(1, 3), {2}) == []
    for old, new, fault in (
        ("| 2 |", "| 1 |", "1 stands there 2 times"),
        ("| 2 |", "| 1 |", "2 stands there 0 times"),
        ("| 2 |", "| 3 |", "3 is no scenario"),
        (" it rains ", " ", "1 says nothing"),
        (here, "–", "1 is shown by nothing"),
        (here, f"{here} {here}", "1 names a test twice"),
        (reason, "*Not built*: no.", "2 is not built and does not say why, or says so and is built"),
        ("umbrella", reason, "1 is not built and does not say why, or says so and is built"),
        (here, "`appointments/test_gone.py::test_x`", "1 names appointments/test_gone.py::test_x, which is not there"),
        (here, here.replace("test_what", "test_gone"), "which is not there"),
        (here, "`appointments/test_scenarios.py::faults`", "which is not there"),
    ):
        assert old in good
        found = faults(rows(good.replace(old, new)), range(1, 3), {2})
        assert any(fault in one for one in found), (new, found)
