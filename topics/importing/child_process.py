"""Reads a file in a child process of its own, with an end to its memory and its time: parsers have faults of their own.

The children are forked from a process that has one thread and has loaded the reader already. It is started with the
first file and ends with the process that started it.
"""

import logging
import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from django.utils import translation
from django.utils.translation import gettext as _

from topics.importing.limits import FileRefused
from topics.importing.reading import IncomingText, check_size, read

log = logging.getLogger("topics")


@dataclass(frozen=True)
class ChildLimits:
    """`memory`: bytes beyond those the child begins with. `cpu_seconds`: of work. `seconds`: until it is ended."""

    memory: int = 300_000_000
    cpu_seconds: int = 10
    seconds: int = 40


LIMITS = ChildLimits()
_children = multiprocessing.get_context("forkserver")
_children.set_forkserver_preload(["portal.wsgi"])  # sets Django up, and loads all of the portal


@dataclass(frozen=True)
class _Answer:
    """What the child found: the text, or a sentence that refuses the file, or the name of an error nobody foresaw."""

    text: IncomingText | None = None
    refusal: str = ""
    error: str = ""


def read_in_child(
    file_name: str,
    data: bytes,
    limits: ChildLimits = LIMITS,
    reader: Callable[[str, bytes], IncomingText] = read,
) -> IncomingText:
    """What the file says. FileRefused, with a sentence for the screen, if it cannot be brought in, or takes too much
    memory or time. `reader`: the function that reads, found by its name in the child.
    """
    check_size(len(data))
    answer = _ask(file_name, data, limits, reader)
    if answer is None:
        log.warning("A file was refused: reading it took more memory or time than a file may.")
        sentence = _(
            "Reading this file takes too much memory or time. Save it as plain text (.txt), or bring in a part."
        )
        raise FileRefused(sentence)
    if answer.error:
        log.error("A file could not be read: %s.", answer.error)
        raise FileRefused(_("This file is damaged. Open it where it was written and save it again."))
    if answer.text is None:
        raise FileRefused(answer.refusal)
    return answer.text


def _ask(file_name: str, data: bytes, limits: ChildLimits, reader) -> _Answer | None:
    """The answer of a child; None if it ended without one, or had to be ended."""
    ours, theirs = _children.Pipe(duplex=False)
    given = theirs, file_name, data, limits, reader, translation.get_language()
    child = _children.Process(target=_answer, args=given, daemon=True)
    with ours:
        try:
            child.start()
            theirs.close()
            return ours.recv() if ours.poll(limits.seconds) else None
        except EOFError:
            return None
        finally:
            if child.pid:
                child.kill()
                child.join()
            child.close()


def _answer(parent: Connection, file_name: str, data: bytes, limits: ChildLimits, reader, language: str) -> None:
    """In the child: reads within the limits and sends what came of it."""
    _set_limits(limits)
    with translation.override(language):
        try:
            answer = _Answer(text=reader(file_name, data))
        except FileRefused as refusal:
            answer = _Answer(refusal=str(refusal))
        except (MemoryError, RecursionError):
            return
        except Exception as error:  # its text stays here: it may hold words of the file
            answer = _Answer(error=type(error).__name__)
    parent.send(answer)


def _set_limits(limits: ChildLimits) -> None:
    with open("/proc/self/statm") as numbers:
        in_use = int(numbers.read().split()[0]) * resource.getpagesize()
    for kind, most in (
        (resource.RLIMIT_AS, in_use + limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
