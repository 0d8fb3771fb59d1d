"""The command that writes a paper pack at once."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.appointments.builders import make_request


def test_it_writes_the_pack_and_says_where(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_request()
    out = StringIO()
    call_command("paper_pack", stdout=out)
    file = Path(out.getvalue().strip())
    assert file.parent == tmp_path / "paper" and "Olena Example" in file.read_text(encoding="utf-8")
