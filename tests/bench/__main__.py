"""Runs the benchmarks named on the command line, or all of them. script/bench calls it in a scratch folder."""

import importlib
import sys
from pathlib import Path

import django
from django.core.management import call_command

PREFIX = "bench_"


def main(names: list[str]) -> None:
    known = sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]}. There are: {', '.join(known)}.")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in names or known:
        module = importlib.import_module(f"tests.bench.{PREFIX}{name}")
        print(f"\n{name}: {module.__doc__.strip()}")
        for result in module.run():
            print(f"  {result}")


if __name__ == "__main__":
    main(sys.argv[1:])
