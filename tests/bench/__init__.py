"""Side-by-side benchmarks: what a thing of ours costs beside the plainest thing that does the same.

Seconds depend on the machine and on what else it does; a ratio hardly does. So the two sides run in turn, a few calls
each, and what counts is the median over many rounds of ours divided by the other. Run them with script/bench.

A benchmark is a module bench_<name>.py with a docstring that says what is compared, and a function run() that gives
Results. It finds the portal set up under production settings with the shipped pages loaded.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 60
CALLS = 5  # a round's time is the quickest of so many calls: what disturbs only ever makes slower


@dataclass(frozen=True)
class Result:
    """One comparison: ours / other, over all rounds. Times in milliseconds."""

    name: str
    ratio: float
    low: float
    high: float
    ours: float
    other: float

    def __str__(self):
        spread = f"{self.low:.2f}–{self.high:.2f}"
        return f"{self.name}: {self.ratio:.2f} x ({spread}); {self.ours:.2f} ms beside {self.other:.2f} ms"


def compare(name: str, ours: Callable[[], object], other: Callable[[], object], rounds: int = ROUNDS) -> Result:
    """Runs both in turn. The ratio is the median over the rounds; low and high hold the middle half of them."""
    ours(), other()  # the first call loads templates and opens connections
    pairs = [(_quickest(ours), _quickest(other)) for _ in range(rounds)]
    low, middle, high = statistics.quantiles([mine / theirs for mine, theirs in pairs], n=4)
    mine, theirs = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    return Result(name, middle, low, high, mine, theirs)


def _quickest(call: Callable[[], object]) -> float:
    times = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return min(times)
