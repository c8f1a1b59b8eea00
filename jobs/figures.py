"""The figures of a day, as the records' scripts counted them: of nobody in particular."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import time
from typing import Self

from redis import Redis

from jobs import keys
from jobs.catalogue import Lane

#: How much longer each step of counted waits is than the one before; as in ``jobs/scripts/finish.lua``.
STEP = 1.25


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What happened on a day (UTC)."""

    people: int
    #: By what was counted, for example ``done fast_gan`` or ``method gatys``.
    counted: dict[str, int] = field(repr=False)

    @classmethod
    def of_today(cls, redis: "Redis") -> Self:
        """Read those of the day that it is."""
        day = int(time() // 86400)
        counted: dict[str, str] = redis.hgetall(keys.counts(day))  # type: ignore[assignment]
        people: int = redis.pfcount(keys.counted(day))
        return cls(people=people, counted={name: int(count) for name, count in counted.items()})

    def pictures(self, what: str, lane: Lane) -> int:
        """How many were ordered, done, failed or cancelled in a lane."""
        return self.counted.get(f"{what} {lane}", 0)

    @property
    def methods(self) -> dict[str, int]:
        """Painted pictures by method, the most first."""
        found = dict(self._of("method"))
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    @property
    def median_wait(self) -> float | None:
        """Seconds between order and painting that half of the painted pictures waited at most; about."""
        steps = sorted((int(step), count) for step, count in self._of("wait"))
        half, passed = sum(count for _, count in steps) / 2, 0
        for step, count in steps:
            passed += count
            if passed >= half:
                return float(STEP ** (step + 0.5))
        return None

    def _of(self, kind: str) -> Iterable[tuple[str, int]]:
        return (
            (name.partition(" ")[2], count)
            for name, count in self.counted.items()
            if name.startswith(f"{kind} ")
        )
