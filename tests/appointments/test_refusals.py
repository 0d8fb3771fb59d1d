"""Whatever an action refuses is told in a sentence, and a view may catch all refusals by one class."""

import ast
import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import appointments
from portal.lib.refusal import Refused

MODULES = [module.name for module in walk_packages(appointments.__path__, "appointments.")]


def exceptions_of_actions() -> dict[str, type[Exception]]:
    """The exceptions defined in the modules of actions, by name."""
    return {
        name: found
        for module in MODULES
        if "actions" in module.split(".")
        for name, found in inspect.getmembers(import_module(module), inspect.isclass)
        if issubclass(found, Exception) and found.__module__ == module
    }


def raised_with_a_sentence(source: str) -> set[str]:
    """The names of the exceptions that this code raises with an argument."""
    calls = [node.exc for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Raise)]
    return {ast.unparse(call.func).rpartition(".")[2] for call in calls if isinstance(call, ast.Call) and call.args}


def test_every_exception_that_an_action_raises_with_a_sentence_is_a_refusal():
    """Those raised without one are caught by another action and shown to nobody."""
    found = exceptions_of_actions()
    raised = {
        name for module in MODULES for name in raised_with_a_sentence(Path(import_module(module).__file__).read_text())
    }
    assert {"TimeTaken", "StepNotAllowed"} <= raised
    assert [name for name in found if name in raised and not issubclass(found[name], Refused)] == []


def test_a_sentence_that_is_raised_is_seen():
    assert raised_with_a_sentence("raise slots.TimeTaken(_('x')) from None") == {"TimeTaken"}
    assert raised_with_a_sentence("raise TimeTaken\nraise") == set()


def test_a_refusal_without_a_sentence_cannot_be_made():
    with pytest.raises(TypeError):
        Refused()
    assert str(Refused("That time is over.")) == "That time is over."
