"""The page docs/lifecycle.md, made from the workflow table: rows in, Markdown out. Pure."""

from collections.abc import Iterable

from appointments.workflow import REMARKS, TRANSITIONS, Holder, Outcome, Role, Status, Transition

HEAD = """# The life of a request

Made by `manage.py lifecycle` from `appointments/workflow.py`; change the table there, never this page. A test compares
the two. A step that has no line here is refused, whoever tries. Every step leaves an event: who, when, from where to
where.
"""

CLAIM_RULES = {Holder.ANYONE: "allowed", Holder.CLAIMANT: "to a desk lead only", Holder.NOBODY: "refused"}
STAFF = {Role.RECEPTIONIST, Role.LEAD, Role.PRACTITIONER}


def lifecycle_markdown() -> str:
    """The whole page: a diagram, the statuses and outcomes, the steps that change the status, and those that do not."""
    return "\n".join(
        [
            HEAD,
            "## The drawing\n",
            "```mermaid",
            *_diagram(),
            "```\n",
            "## Where a request can stand\n",
            *_table(["Status", "Stored as"], [(status.label, f"`{status}`") for status in Status]),
            "A closed request has an outcome:",
            f"{', '.join(str(outcome.label) for outcome in Outcome)}.\n",
            "## Every step\n",
            *_table(["Step", "From", "To", "Who", "While a colleague has the request"], _lines(TRANSITIONS)),
            "## What is done without moving a request\n",
            *_table(
                ["What", "While the request is", "Who", "While a colleague has the request"],
                [(step, before, who, holder) for step, before, _after, who, holder in _lines(REMARKS)],
            ),
        ]
    )


def _diagram() -> list[str]:
    """The lines of a state diagram: one arrow from status to status, with the steps that lead there."""
    names = [f'    state "{status.label}" as {status}' for status in Status]
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS:
        labels = arrows.setdefault((row.before or "[*]", row.after), [])
        if _step_label(row) not in labels:
            labels.append(_step_label(row))
    lines = [f"    {before} --> {after} : {', '.join(labels)}" for (before, after), labels in arrows.items()]
    return ["stateDiagram-v2", *names, *lines, f"    {Status.ERASED} --> [*]"]


def _lines(rows: Iterable[Transition]) -> list[tuple[str, ...]]:
    """One line for each step; what differs in nothing but the status it starts from shares one."""
    together: dict[tuple, list[Transition]] = {}
    for row in rows:
        alike = (row.step, row.outcome, row.only_from, row.roles, row.holder)
        together.setdefault(alike, []).append(row)
    return [_line(alike) for alike in together.values()]


def _line(rows: list[Transition]) -> tuple[str, ...]:
    row = rows[0]
    who = ", ".join(str(role.label) for role in Role if role in row.roles)
    held = CLAIM_RULES[row.holder] if row.roles & STAFF else "–"
    return f"{row.step.label} (`{row.step}`)", ", ".join(map(_status_before, rows)), _status_after(row), who, held


def _status_before(row: Transition) -> str:
    if row.before is None:
        return "nothing yet"
    return str(row.before.label) + (f" ({row.only_from.label})" if row.only_from else "")


def _status_after(row: Transition) -> str:
    return str(row.after.label) + (f": {row.outcome.label}" if row.outcome else "")


def _step_label(row: Transition) -> str:
    return str(row.outcome.label if row.outcome else row.step.label)


def _table(head: list[str], lines: list[tuple[str, ...]]) -> list[str]:
    rule = " | ".join("---" for _column in head)
    return [f"| {' | '.join(head)} |", f"| {rule} |", *(f"| {' | '.join(map(str, line))} |" for line in lines), ""]
