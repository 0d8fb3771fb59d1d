"""Rows are written by actions and by the few other places listed here; never by a view, a form, a model or a signal."""

import ast
import re

from tests.house import project

WRITERS = (  # each with the reason why it is no action
    r"[a-z]+/(.+/)?actions/.+",
    r"[a-z]+/(.+/)?actions\.py",
    r"[a-z]+/migrations/.+",
    r"[a-z]+/management/commands/.+",
    r"portal/outbox\.py",  # the outbox is the action of its own table
    r"portal/roles\.py",  # keeps the groups equal to the table of roles, after every migration
    r"portal/models/user\.py",  # makes accounts, as Django's own commands expect of a manager
)
ALWAYS_A_WRITE = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "abulk_create",
    "acreate",
    "aget_or_create",
    "aupdate_or_create",
    "asave",
}
WRITE_ON_A_MODEL = {"create", "update", "delete", "save", "add", "set", "clear", "remove"}
OTHER_RECEIVERS = re.compile(r"\b(super\(\)|cache|session|form|_session_cache|headers|hashlib)\b")
LOOKS_LIKE_ROWS = re.compile(r"\.(objects|_default_manager|_base_manager)\b|_set$|\.(filter|exclude|all)\(")


WRITING_SQL = re.compile(r"\s*(INSERT INTO|UPDATE \S+ SET|DELETE FROM|TRUNCATE)\b")


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    verb, receiver = call.func.attr, ast.unparse(call.func.value)
    if verb in ALWAYS_A_WRITE:
        return True
    if verb not in WRITE_ON_A_MODEL:
        return False
    if LOOKS_LIKE_ROWS.search(receiver):
        return True
    # something.save() and something.delete() write a row, whatever it is called; update(), add() and set() alone may
    # just as well be a dict's or a set's.
    return verb in {"save", "delete"} and not OTHER_RECEIVERS.search(receiver)


def writes_outside_their_place(sources: dict[str, str]) -> list[str]:
    """Each place that writes rows and may not, as "file:line writes: code". Raw SQL that writes counts too."""
    faults = []
    for name, source in sources.items():
        if any(re.fullmatch(pattern, name) for pattern in WRITERS):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and _is_write(node):
                faults.append(f"{name}:{node.lineno} writes: {ast.unparse(node.func)[-60:]}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
                faults.append(f"{name}:{node.lineno} writes: {node.value.strip()[:60]}")
    return faults


def test_only_actions_write():
    assert writes_outside_their_place(project.sources(project.code())) == []


def test_a_view_that_writes_is_caught():
    view = """
def page(request, pk):
    Request.objects.filter(pk=pk).update(seen=True)
    thing = Request.objects.create(name="x")
    thing.save()
    thing.event_set.add(event)
    Request.objects.get_or_create(pk=1)
    cursor.execute("DELETE FROM appointments_request")
    request.session.save()
    {}.update(a=1)
    names.add("x")
"""
    found = writes_outside_their_place({"appointments/patient/views/page.py": view})
    assert sorted(int(line.split(":")[1].split()[0]) for line in found) == [3, 4, 5, 6, 7, 8]
    assert writes_outside_their_place({"appointments/desk/views.py": view})
    for name in ("topics/actions/page.py", "appointments/booking/actions/page.py", "appointments/paper/actions.py"):
        assert writes_outside_their_place({name: view}) == []
