"""Keeps the database of this version for later ones to be tried on:  python -m tests.upgrade.keep NAME

It fills an SQLite file and a PostgreSQL database and stores both, packed, with what is in them, under
tests/upgrade/NAME. To be done once for each release, before its migrations land for good.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.house.project import PACKAGES, ROOT, name_of
from tests.postgres import server
from tests.upgrade.children import run

HERE = Path(__file__).parent


def main(name: str) -> None:
    folder = HERE / name
    folder.mkdir()
    with tempfile.TemporaryDirectory() as scratch, server.running() as running:
        file = Path(scratch) / "portal.sqlite3"
        told = run("fill", database_url=f"sqlite:///{file}", data_dir=Path(scratch))
        (folder / "portal.sqlite3.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        again = run("fill", database_url=running.address, data_dir=Path(scratch))
        assert again["rows"] == told["rows"], "the two engines tell different stories"
        (folder / "portal.sql.gz").write_bytes(gzip.compress(dump(running.address).encode(), mtime=0))
        told["postgres_addresses"] = again["addresses"]
        told["migrations"] = digests()
        (folder / "told.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")


def digests() -> dict[str, str]:
    """SHA-256 of every migration of ours, by its file: what a database has run is never rewritten."""
    files = [path for package in PACKAGES for path in (ROOT / package / "migrations").glob("0*.py")]
    return {name_of(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def dump(database_url: str) -> str:
    """The database as SQL that any client can run: pg_dump without the lines that are for psql alone."""
    program = server.binaries() / "pg_dump"
    options = ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--no-comments"]
    lines = subprocess.run(
        [program, *options, database_url.replace("postgres://", "postgresql://")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("\\"))


if __name__ == "__main__":
    main(*sys.argv[1:])
