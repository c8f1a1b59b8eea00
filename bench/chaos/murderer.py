"""Kills a process every few seconds and starts it again, as a crash and a supervisor do."""

import asyncio
import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import time

from redis.exceptions import RedisError

from bench.chaos.watch import Painting, Watch
from bench.fleet import Fleet
from bench.member import Member

#: Seconds between two murders of a worker or clerk, and of a bot.
WORKERS, BOTS = 5.0, 30.0
#: Seconds that Redis is away.
AWAY = 2.0
#: Of the murders, those that look for somebody who paints just now.
PAINTING = 0.5


@dataclass
class Murderer:
    """Kills until cancelled."""

    fleet: Fleet
    watch: Watch
    chance: Random
    kills: Counter[str] = field(default_factory=Counter)
    #: Names of members that ended though nobody killed them.
    fallen: list[str] = field(default_factory=list)

    async def go_about(self, redis_at: list[float]) -> None:
        """Kill workers, clerks and bots in turn, and Redis at these moments (seconds from now)."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._workers())
            group.create_task(self._bots())
            group.create_task(self._supervise())
            for moment in redis_at:
                group.create_task(self._redis(moment))

    async def _workers(self) -> None:
        while True:
            await asyncio.sleep(WORKERS)
            await self._kill_one()

    async def _bots(self) -> None:
        while True:
            await asyncio.sleep(BOTS)
            self._kill(self.chance.choice(self.fleet.some("bot")), "bot")

    async def _redis(self, moment: float) -> None:
        await asyncio.sleep(moment)
        self.fleet.redis.kill()
        self.kills["redis"] += 1
        await asyncio.sleep(AWAY)
        self.fleet.redis.start()

    async def _supervise(self) -> None:
        """Start again what ended by itself, and remember that it did."""
        while True:
            await asyncio.sleep(0.5)
            for member in self.fleet.members.values():
                if not member.runs:
                    self.fallen.append(member.name)
                    member.start()

    def make_whole(self) -> None:
        """Start what is down: the murders are over."""
        if not self.fleet.redis.runs:
            self.fleet.redis.start()
        for member in self.fleet.members.values():
            if not member.runs:
                member.start()

    async def _kill_one(self) -> None:
        victim, child = self._victim(await self._paintings())
        children = [child] if child else victim.children()
        killed = time()
        if child:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            self.kills["child"] += 1
        else:
            self._kill(victim, "clerk" if victim.name.startswith("clerk") else "worker")
        await asyncio.to_thread(self.watch.bereaved, children, killed)

    async def _paintings(self) -> list[Painting]:
        try:
            return await asyncio.to_thread(self.watch.paintings)
        except RedisError:
            return []

    def _victim(self, before: list[Painting]) -> tuple[Member, int]:
        """Somebody, and the pool child to be killed alone, or 0."""
        workers, clerks = self.fleet.some("fast", "slow"), self.fleet.some("clerk")
        owners = {child: worker for worker in workers for child in worker.children()}
        busy = [painting.pid for painting in before if painting.pid in owners]
        if busy and self.chance.random() < PAINTING:
            child = self.chance.choice(busy)
            return owners[child], self.chance.choice((child, 0))
        victim = self.chance.choice([*workers, *clerks])
        children = [child for child, owner in owners.items() if owner is victim]
        return victim, self.chance.choice((children[0], 0)) if children else 0

    def _kill(self, member: Member, kind: str) -> None:
        member.kill()
        self.kills[kind] += 1
        member.start()
