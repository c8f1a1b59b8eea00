"""What the processes of a fleet take: processor time and memory."""

from collections.abc import Iterator
from typing import TypeAlias

import psutil  # type: ignore[import-untyped]

from bench.fleet import Fleet

MB = 1e6

#: What the command lines of a worker's children hold.
CHILDREN = {"painter": "spawn_main", "decoder": "worker.decoding"}

#: By process: its share of what it shares with others (PSS) and all that it holds (RSS), in MB.
Memory: TypeAlias = dict[str, tuple[float, float]]


class Costs:
    """Processor time from now on."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._before = self._now()

    def spent(self) -> dict[str, float]:
        """Seconds of processor by kind of process."""
        return {kind: seconds - self._before.get(kind, 0.0) for kind, seconds in self._now().items()}

    def _now(self) -> dict[str, float]:
        spent: dict[str, float] = {}
        for name, process in _processes(self._fleet):
            times = process.cpu_times()
            kind = name.partition("-")[0]
            spent[kind] = spent.get(kind, 0.0) + times.user + times.system
        return spent


def memory(fleet: Fleet) -> Memory:
    """Read what each process holds."""
    read = {}
    for name, process in _processes(fleet):
        full = process.memory_full_info()
        read[name] = (full.pss / MB, full.rss / MB)
    return read


def _processes(fleet: Fleet) -> Iterator[tuple[str, psutil.Process]]:
    """Every process by name; a worker's children by what they are."""
    for member in [*fleet.members.values(), fleet.telegram]:
        main = psutil.Process(member.pid)
        yield member.name, main
        for child in main.children(recursive=True):
            command = " ".join(child.cmdline())
            what = next((name for name, sign in CHILDREN.items() if sign in command), "tracker")
            yield f"{member.name} {what}", child
    yield "redis", psutil.Process(fleet.redis.pid)
    yield "people", psutil.Process()
