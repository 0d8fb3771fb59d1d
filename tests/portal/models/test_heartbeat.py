"""A worker's sign of life, as people read it."""

from portal.models import Heartbeat
from tests.builders import NOW


def test_a_heartbeat_says_who_and_when():
    assert str(Heartbeat(worker="send_messages", seen_at=NOW)) == "send_messages at 2026-11-25 09:30:00 UTC"
