"""Files are named for what they hold; long ones are looked at again; decision records are numbered; nothing secret or
sleeping is left in a file."""

import ast
import math
import re
import warnings
from pathlib import Path

from tests.house import project

LONG = 400  # lines: a hint to look whether a file is still about one thing, not a fence
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff"}


def grown_long(lengths: dict[str, int]) -> list[str]:
    return [f"{name} has {lines} lines" for name, lines in lengths.items() if lines > LONG]


def named_nothing(names: list[str]) -> list[str]:
    return [name for name in names if NAMES_THAT_SAY_NOTHING & {part.split(".")[0] for part in name.split("/")}]


def test_files_that_have_grown_long_are_named():
    """A warning at the end of the run: one file may be long because it is whole."""
    ours = [path for path in project.files(".py", ".html", ".css", ".js", ".toml") if "migrations" not in path.parts]
    for fault in grown_long({name: text.count("\n") for name, text in project.sources(ours).items()}):
        warnings.warn(f"{fault}: is it still about one thing?", stacklevel=1)


def test_a_file_that_has_grown_long_is_noticed():
    assert grown_long({"portal/a.py": 400, "portal/b.py": 401}) == ["portal/b.py has 401 lines"]


def test_every_file_has_a_name_that_says_something():
    assert named_nothing([project.name_of(path) for path in project.files()]) == []


def test_a_name_that_says_nothing_is_caught():
    names = ["portal/utils.py", "topics/helpers/x.py", "portal/lib/text.py", "static/js/common.min.js"]
    assert named_nothing(names) == [names[0], names[1], names[3]]


# --- decision records ------------------------------------------------------------------------------------------------


def record_faults(records: dict[str, str]) -> list[str]:
    """What is wrong with the decision records (file name -> text): number, name or length."""
    faults = []
    for expected, name in enumerate(sorted(records), start=1):
        match = re.fullmatch(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md", name)
        if not match:
            faults.append(f"{name} is not called NNNN-title.md")
        elif int(match[1]) != expected:
            faults.append(f"{name} should be number {expected:04}")
        lines = len(records[name].strip().splitlines())
        if not 15 <= lines <= 40:
            faults.append(f"{name} has {lines} lines; 15 to 40 are right")
    return faults


def test_decision_records_are_numbered_without_gaps_and_short():
    records = {path.name: path.read_text() for path in (project.ROOT / "docs" / "adr").glob("*.md")}
    assert records
    assert record_faults(records) == []


def test_a_gap_in_the_decision_records_is_caught():
    good = "line\n" * 20
    assert record_faults({"0001-a.md": good, "0002-b-c.md": good}) == []
    assert record_faults({"0001-a.md": good, "0003-b.md": good}) == ["0003-b.md should be number 0002"]
    assert record_faults({"0001-a.md": "one\n"}) == ["0001-a.md has 1 lines; 15 to 40 are right"]
    assert record_faults({"first.md": good}) == ["first.md is not called NNNN-title.md"]


# --- secrets ---------------------------------------------------------------------------------------------------------

KEY_SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[0-9A-Za-z-]{20,}"
)
ASSIGNED = re.compile(
    r"(?i)(?:secret|passw(?:or)?d|token|api_?key)[a-z_]*[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9+/_=-]{24,})"
)


def _looks_random(value: str) -> bool:
    """Whether the characters are as mixed as a generated key's: more than 4 bits each."""
    shares = [value.count(character) / len(value) for character in set(value)]
    return -sum(share * math.log2(share) for share in shares) > 4


def secrets_in(sources: dict[str, str]) -> list[str]:
    """Places that look like a real key or password: known shapes, and long random values given to a telling name."""
    faults = []
    for name, text in sources.items():
        for number, line in enumerate(text.splitlines(), start=1):
            given = ASSIGNED.search(line)
            if KEY_SHAPES.search(line) or (given and _looks_random(given[1]) and any(map(str.isdigit, given[1]))):
                faults.append(f"{name}:{number}")
    return faults


def test_no_secret_is_written_into_a_file():
    texts = [path for path in project.files() if _is_text(path)]
    assert secrets_in(project.sources(texts)) == []


def test_a_secret_in_a_file_is_caught():
    random_value = "q7Zp2Lx9Rt4" + "Vb8Nm3Kc6Wd1Hs5"
    sources = {
        "a.py": f'SECRET_KEY = "{random_value}"',
        "b.env": "AWS=AKIA" + "ABCDEFGHIJKLMNOP",
        "c.py": 'token = linking.mint(request=request, now=now)\nPASSWORD_LABEL = "type-your-password-here"',
    }
    assert secrets_in(sources) == ["a.py:1", "b.env:1"]


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]


# --- what was meant for one desk only --------------------------------------------------------------------------------

OF_ONE_DESK = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work)/\w|\.\./shared\b|\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"
)


def left_lying(sources: dict[str, str]) -> list[str]:
    """Paths of somebody's own machine, and notes to oneself."""
    return [
        f"{name}:{number}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if OF_ONE_DESK.search(line)
    ]


def test_nothing_of_one_persons_desk_is_left_lying_about():
    this = project.name_of(Path(__file__))
    texts = project.sources([path for path in project.files() if _is_text(path)])
    assert left_lying({name: text for name, text in texts.items() if name != this}) == []


def test_a_path_and_a_note_left_lying_are_caught():
    note = "# TO" + "DO: later"
    assert left_lying({"a.py": f"ok = 1\n{note}", "b.md": "see /home/sam/portal", "c.md": "/srv/portal, .home/x"}) == [
        "a.py:2",
        "b.md:1",
    ]


# --- tests that wait -------------------------------------------------------------------------------------------------


def sleeps_in(sources: dict[str, str]) -> list[str]:
    """Calls of sleep, wait_for_timeout and the like: a test waits for something, never for a while."""
    faults = []
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rsplit(".", 1)[-1]
                if called in {"sleep", "wait_for_timeout"}:
                    faults.append(f"{name}:{node.lineno}")
    return faults


def test_no_test_sleeps():
    assert sleeps_in(project.sources(project.files(".py", under="tests"))) == []


def test_a_sleeping_test_is_caught():
    assert sleeps_in({"tests/a.py": "import time\ntime.sleep(1)", "tests/b.py": "page.wait_for_timeout(500)"}) == [
        "tests/a.py:2",
        "tests/b.py:1",
    ]
