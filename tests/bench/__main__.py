"""Runs the benchmarks named on the command line, or all of them. script/bench calls it in a scratch folder.

With TEST_DB=postgres they run on a PostgreSQL that is thrown away afterwards.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command

from tests.postgres.server import running

PREFIX = "bench_"


def main(names: list[str]) -> None:
    known = sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]}. There are: {', '.join(known)}.")
    with _database():
        _run(names or known)


@contextmanager
def _database() -> Iterator[None]:
    """Where the benchmarks store: what DATABASE_URL says, or a PostgreSQL of their own."""
    if os.environ.get("TEST_DB") != "postgres":
        yield
        return
    with running() as server:
        os.environ["DATABASE_URL"] = server.address
        yield


def _run(names: list[str]) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in names:
        module = importlib.import_module(f"tests.bench.{PREFIX}{name}")
        print(f"\n{name}: {module.__doc__.strip()}")
        for result in module.run():
            print(f"  {result}")


if __name__ == "__main__":
    main(sys.argv[1:])
