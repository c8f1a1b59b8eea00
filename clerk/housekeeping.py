"""The chores that exactly one clerk does at a time, each elected by a lock in Redis."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

import structlog
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from clerk.broadcast import broadcast
from clerk.desk import Desk, desk
from clerk.places import show_places
from clerk.redriver import give_up_orphans, redrive
from clerk.refunds import refund
from jobs import keys

logger = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Something to do again and again."""

    name: str
    every: float  # seconds
    do: Callable[[Desk], object]

    @property
    def is_seldom(self) -> bool:
        """Is its lock no term of office, but the pause until it is done again, by whoever comes first?"""
        return self.every > 5


CHORES = (
    Chore(name="redriver", every=1, do=redrive),
    Chore(name="orphans", every=5, do=give_up_orphans),
    Chore(name="places", every=2, do=show_places),
    Chore(name="broadcast", every=2, do=broadcast),
    Chore(name="refunds", every=3, do=refund),
    Chore(name="expiry", every=600, do=lambda desk: desk.results.expire(desk.settings.results_hours)),
)


def begin() -> Event:
    """Start a thread per chore; setting the returned event ends them."""
    over = Event()
    for chore in CHORES:
        Thread(target=_keep_doing, args=(chore, over), name=chore.name, daemon=True).start()
    return over


def resign(redis: "Redis") -> None:
    """Let another clerk do the chores of this one at once."""
    for chore in CHORES:
        if not chore.is_seldom and redis.get(keys.lock(chore.name)) == _me():
            redis.delete(keys.lock(chore.name))


def _me() -> str:
    return f"{socket.gethostname()}.{os.getpid()}"


def _keep_doing(chore: Chore, over: Event) -> None:
    while not over.wait(min(chore.every, 5)):
        try:
            if _elected(chore):
                chore.do(desk())
        except (RedisError, OperationalError) as trouble:
            logger.warning("! chore put off", chore=chore.name, error=type(trouble).__name__)
        except Exception:
            # The outermost edge: a chore that fails once must be done the next time.
            logger.exception("! chore broke", chore=chore.name)


def _elected(chore: Chore) -> bool:
    """Be the one for the next turn: the lock outlives a turn, so the others come in when the holder dies."""
    redis, lock, me = desk().store.redis, keys.lock(chore.name), _me()
    term = int(3000 * chore.every) + 2000
    if chore.is_seldom:
        return bool(redis.set(lock, me, nx=True, px=int(1000 * chore.every)))
    return bool(redis.set(lock, me, nx=True, px=term)) or (
        redis.get(lock) == me and bool(redis.pexpire(lock, term))
    )
