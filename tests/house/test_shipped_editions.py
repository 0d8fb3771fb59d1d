"""Every wording of a shipped page stays known, so that a page nobody edited is recognised after any upgrade."""

import hashlib
from dataclasses import replace

from topics import shipped
from topics.wording import wording_digest

# The lines of the list when it began, and their digest: they name what was shipped until 1 December 2026. What was
# shipped later is held by the databases under tests/upgrade.
FIRST, THEIR_SHA256 = 39, "efb01ef3c36ca420bac665d289a5c104d04baa83ead82003e735e62bb45e924f"


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def missing(files: list[shipped.ShippedFile], known: dict[str, list[str]]) -> list[str]:
    """What has to be added to the list: for each file whose page says something else than the last line about it."""
    now = {file.key: wording_digest(file.document) for file in files}
    return [f"{key} {digest}" for key, digest in now.items() if known.get(key, [""])[-1] != digest]


def first_lines_changed(found: list[str]) -> bool:
    return hashlib.sha256("".join(f"{line}\n" for line in found[:FIRST]).encode()).hexdigest() != THEIR_SHA256


def listed() -> str:
    return (shipped.FOLDER / shipped.EDITIONS).read_text(encoding="utf-8")


def test_what_each_file_says_is_the_last_of_its_editions():
    assert missing(shipped.files(), shipped.editions()) == [], f"add these lines at the end of {shipped.EDITIONS}"


def test_what_was_shipped_stays_on_the_list():
    found = lines(listed())
    assert not first_lines_changed(found), "lines are added at the end, never changed or taken out"
    assert len(set(found)) == len(found)
    assert all(len(line.split()[1]) == 64 for line in found)


def test_a_changed_file_and_a_digest_that_was_replaced_are_caught():
    files, known = shipped.files(), shipped.editions()
    changed = replace(files[0].document, summary="Said better.")
    files[0] = replace(files[0], document=changed)
    assert missing(files, known) == [f"{files[0].key} {wording_digest(changed)}"]
    found = lines(listed())
    for wrong in (found[1:], [found[0][:-1] + "x", *found[1:]], [*found[1:], found[0]], found[: FIRST - 1]):
        assert first_lines_changed(wrong)
    assert not first_lines_changed([*found, "conditions/new " + "0" * 64])
