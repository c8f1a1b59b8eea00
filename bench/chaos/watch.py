"""Looks at who paints what, many times a second: kills who paints poison, times how killed jobs go on."""

import os
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import time
from typing import Any, TypeAlias

from redis import Redis
from redis.exceptions import RedisError

from jobs import keys
from jobs.catalogue import Lane
from jobs.job import Job, Unreadable

#: Seconds between two looks.
LOOK = 0.02

#: Chat and message of a photo.
Photo: TypeAlias = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Painting:
    """A job in the hands of a worker."""

    job: str
    lane: Lane
    fence: int
    pid: int
    #: Seconds since 1970, by Redis's clock.
    started: float


@dataclass(kw_only=True)
class Orphan:
    """A job whose worker was killed while it painted."""

    painting: Painting
    killed: float
    #: When somebody else began to paint it.
    again: float | None = None

    @property
    def seconds(self) -> float | None:
        """How long nobody painted it."""
        return None if self.again is None else self.again - self.killed


@dataclass
class Watch:
    """A thread that looks into Redis while the block runs.

    Args:
        poison: photos whose painters are killed; may grow.
    """

    redis: "Redis"
    poison: Collection[Photo]
    orphans: list[Orphan] = field(default_factory=list)
    #: How often a painter of each poisoned photo was killed.
    poisoned: dict[Photo, int] = field(default_factory=dict)
    _photos: dict[str, Photo] = field(default_factory=dict)
    _killed: set[Painting] = field(default_factory=set)
    _over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look on while the block runs."""
        thread = Thread(target=self._look_on, name="watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def paintings(self) -> list[Painting]:
        """Who paints what now.

        Raises:
            redis.exceptions.RedisError: Redis is away.
        """
        ids = [(str(job), lane) for lane in Lane for job in self.redis.smembers(keys.running(lane))]
        return [found for job, lane in ids if (found := self._painting(job, lane)) is not None]

    def bereaved(self, pids: Collection[int], killed: float) -> None:
        """Note which jobs these painters had when they were killed; they have them still."""
        try:
            left = [painting for painting in self.paintings() if painting.pid in pids]
        except RedisError:
            return
        with self._lock:
            self.orphans += [Orphan(painting=painting, killed=killed) for painting in left]

    def recovery(self) -> dict[Lane, list[float]]:
        """Seconds from each kill of a painter to the job being painted again, where it was."""
        for orphan in self.orphans:
            started = float(self._fields(orphan.painting.job, "started")[0] or 0)
            if orphan.again is None and started > orphan.killed:  # painted faster than one can look
                orphan.again = started
        found: dict[Lane, list[float]] = {lane: [] for lane in Lane}
        for orphan in self.orphans:
            if orphan.seconds is not None:
                found[orphan.painting.lane].append(orphan.seconds)
        return found

    def _fields(self, job: str, *names: str) -> list[Any]:
        return list(self.redis.hmget(keys.job(job), names))

    def _painting(self, job: str, lane: Lane) -> Painting | None:
        state, worker, fence, started = self._fields(job, "state", "worker", "fence", "started")
        pid = (worker or "").rpartition(".")[2]
        if state != "running" or not pid.isdecimal():
            return None
        return Painting(job=job, lane=lane, fence=int(fence or 0), pid=int(pid), started=float(started or 0))

    def _look_on(self) -> None:
        while not self._over.wait(LOOK):
            with suppress(RedisError):  # it was killed too, and is back soon
                paintings = self.paintings()
                for painting in paintings:
                    self._poison(painting)
                self._reunite(paintings)

    def _poison(self, painting: Painting) -> None:
        photo = self._photo(painting.job)
        if photo is None or photo not in self.poison or painting in self._killed:
            return
        self._killed.add(painting)
        self.poisoned[photo] = self.poisoned.get(photo, 0) + 1
        with suppress(ProcessLookupError):
            os.kill(painting.pid, signal.SIGKILL)
        self.bereaved([painting.pid], time())

    def _photo(self, job: str) -> Photo | None:
        if job not in self._photos:
            try:
                read = Job.parse(self._fields(job, "job")[0] or "")
            except Unreadable:
                return None
            self._photos[job] = (read.chat, read.photo_message)
        return self._photos[job]

    def _reunite(self, paintings: list[Painting]) -> None:
        with self._lock:
            for orphan in self.orphans:
                for painting in paintings:
                    same = painting.job == orphan.painting.job and painting.fence > orphan.painting.fence
                    if same and orphan.again is None:
                        orphan.again = painting.started
