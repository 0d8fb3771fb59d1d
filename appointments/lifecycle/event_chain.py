"""Each event of a request holds a hash over itself and over the event before: what was altered later does not fit.

Pure: events come in, hashes and faults come out. One chain for each request, so that two requests never wait for each
other; the anchor (a digest over the last hash of every request) shows where the end of a chain, or all of it, is gone.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

TOLD = 20  # faults that are named; the others are counted


class Link(NamedTuple):
    """An event as the chain sees it. `status`: that of its request today."""

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


def hash_of(
    *, request: int, at: datetime, step: str, before: str, after: str, role: str, by: int | None, prev_hash: str
) -> str:
    """SHA-256, in hexadecimal digits, over the event and the hash before; "" is before the first one."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps([prev_hash, request, moment, str(step), str(before), str(after), str(role), by])
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass
class Heads:
    """What an anchor holds: events and requests up to one event, and a digest over the last hash of each request."""

    last_event: int
    events: int = 0
    requests: int = 0
    _digest: object = field(default_factory=hashlib.sha256)

    def add(self, links: list[Link]) -> None:
        """The events of one request, in their order."""
        within = [link for link in links if link.pk <= self.last_event]
        if within:
            self.events += len(within)
            self.requests += 1
            self._digest.update(f"{within[-1].request}:{within[-1].hash}\n".encode())

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


@dataclass
class Reading:
    """What came out of reading all events."""

    events: int = 0
    faults: int = 0
    told: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        """Counts it, and keeps the words of the first ones."""
        self.faults += 1
        if len(self.told) < TOLD:
            self.told.append(words)


def read(links: Iterable[Link], heads: Iterable[Heads] = ()) -> Reading:
    """Checks every chain. `links`: ordered by request, then by key. Each of `heads` gets what it is to hold."""
    reading, heads, chain = Reading(), list(heads), []
    for link in links:
        if chain and chain[-1].request != link.request:
            _end(chain, reading, heads)
            chain = []
        chain.append(link)
    if chain:
        _end(chain, reading, heads)
    return reading


def _end(chain: list[Link], reading: Reading, heads: list[Heads]) -> None:
    """One request's events are complete: does each follow the one before, and the request the last one?"""
    expected = ""
    for link in chain:
        if link.prev_hash != expected:
            reading.fault(f"request {link.request}: event {link.pk} does not follow the one before it")
        elif link.hash != _own_hash(link):
            reading.fault(f"request {link.request}: event {link.pk} was altered")
        expected = link.hash
    if chain[-1].after != chain[-1].status:
        reading.fault(f"request {chain[-1].request}: its last event says {chain[-1].after}, it is {chain[-1].status}")
    reading.events += len(chain)
    for head in heads:
        head.add(chain)


def _own_hash(link: Link) -> str:
    return hash_of(
        request=link.request,
        at=link.at,
        step=link.step,
        before=link.before,
        after=link.after,
        role=link.role,
        by=link.by,
        prev_hash=link.prev_hash,
    )
