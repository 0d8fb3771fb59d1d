"""The hash chain of events: each event holds a hash over itself and over the hash of its request's event before.

Each request has a chain of its own. An event altered, removed or inserted later does not fit its neighbours; an anchor,
a digest over the last hash of every request, shows that the end of a chain or a whole chain is gone. Pure.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

MOST_DESCRIBED = 20  # faults that are described; further ones are only counted


class ChainedEvent(NamedTuple):
    """The fields of an event that its hash covers, and that hash. `status`: the present one of its request."""

    pk: int
    request: int
    at: datetime
    step: str
    before: str
    after: str
    role: str
    by: int | None
    prev_hash: str
    hash: str
    status: str


def event_hash(
    *, request: int, at: datetime, step: str, before: str, after: str, role: str, by: int | None, prev_hash: str
) -> str:
    """SHA-256 in 64 hexadecimal digits. `prev_hash`: that of the request's event before; "" for the first event."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps([prev_hash, request, moment, str(step), str(before), str(after), str(role), by])
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass
class AnchorState:
    """What an anchor stores: the number of events up to `last_event` and of their requests, and a digest.

    The digest is a SHA-256 over the last hash of each of these requests, in the order of their keys.
    """

    last_event: int
    events: int = 0
    requests: int = 0
    _digest: object = field(default_factory=hashlib.sha256)

    def add(self, events: list[ChainedEvent]) -> None:
        """Takes in all events of one request, in their order."""
        within = [event for event in events if event.pk <= self.last_event]
        if within:
            self.events += len(within)
            self.requests += 1
            self._digest.update(f"{within[-1].request}:{within[-1].hash}\n".encode())

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


@dataclass
class ChainReport:
    """The result of verifying chains: numbers of events and faults, and descriptions of the first faults."""

    events: int = 0
    faults: int = 0
    descriptions: list[str] = field(default_factory=list)

    def add_fault(self, description: str) -> None:
        """Counts a fault and keeps the description of the first MOST_DESCRIBED ones."""
        self.faults += 1
        if len(self.descriptions) < MOST_DESCRIBED:
            self.descriptions.append(description)


def verify_chains(events: Iterable[ChainedEvent], anchors: Iterable[AnchorState] = ()) -> ChainReport:
    """Verifies every chain. `events`: ordered by request, then by key. Adds them to each of `anchors`."""
    report, anchors, chain = ChainReport(), list(anchors), []
    for event in events:
        if chain and chain[-1].request != event.request:
            _verify_chain(chain, report, anchors)
            chain = []
        chain.append(event)
    if chain:
        _verify_chain(chain, report, anchors)
    return report


def _verify_chain(chain: list[ChainedEvent], report: ChainReport, anchors: list[AnchorState]) -> None:
    """Compares each event with the one before, and the last one with the status of the request."""
    expected = ""
    for event in chain:
        if event.prev_hash != expected:
            report.add_fault(f"request {event.request}: event {event.pk} does not follow the one before it")
        elif event.hash != _own_hash(event):
            report.add_fault(f"request {event.request}: event {event.pk} was altered")
        expected = event.hash
    if chain[-1].after != chain[-1].status:
        last = chain[-1]
        report.add_fault(f"request {last.request}: its last event says {last.after}, it is {last.status}")
    report.events += len(chain)
    for anchor in anchors:
        anchor.add(chain)


def _own_hash(event: ChainedEvent) -> str:
    return event_hash(
        request=event.request,
        at=event.at,
        step=event.step,
        before=event.before,
        after=event.after,
        role=event.role,
        by=event.by,
        prev_hash=event.prev_hash,
    )
