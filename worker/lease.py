"""A thread that says "this job's worker lives", hears what is wanted, and ends a painter that heeds nothing.

Three nets, each for what the one before cannot hold: a painter looks at :attr:`Watch.order` between steps;
one that is deep in a layer is ended by the thread, with its process; one that holds the interpreter's lock,
where the thread cannot run either, by :mod:`faulthandler`'s timer, which needs no Python. That writes files,
lines and names of functions.
"""

import faulthandler
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

import structlog
from redis.exceptions import RedisError

from jobs import keys
from jobs.record import Claim
from jobs.store import Store

logger = structlog.get_logger()


class Order(StrEnum):
    """What is wanted of a painter: the words of :class:`jobs.store.Lease`, and STOP."""

    GO_ON = "ok"
    CANCEL = "cancel"
    KEEP = "keep"
    ASK = "ask"  # as KEEP, but the person is asked first whether to keep it
    LATE = "late"
    LOST = "lost"
    STOP = "stop"  # this worker must end: hand the job back


#: Seconds that a painter has for doing it by itself before its process is ended; KEEP waits for a step, and
#: so does ASK once there is something to keep.
PATIENCE: Final = {Order.CANCEL: 1.1, Order.ASK: 1.1, Order.LATE: 3.0, Order.LOST: 10.0, Order.STOP: 20.0}
#: How far a painting must be, 0 to 1, to be kept: the first steps of Gatys are the photo with grain.
#: Whoever stops it earlier waits for this, a second or two.
WORTH_KEEPING: Final = 0.1
#: Seconds without a sign from the thread after which the timer ends the process: more than its longest waits
#: for a Redis that does not answer.
HELD: Final = 30.0
#: Seconds after the job's deadline at which the timer ends the process.
TOO_LATE: Final = 8.0
_STANDARD_ERROR: Final = 2


@dataclass
class Watch:
    """What the thread has heard, and what the painter tells it."""

    #: A client that tries once: waiting for Redis must not keep the thread from its own clock.
    store: Store
    claim: Claim
    #: Key that is set when this worker must stop.
    stopping: str
    #: Called before the process is ended: what can be done for the job's person.
    last_words: Callable[[Order], None]
    order: Order = Order.GO_ON
    #: How far the painting is, 0 to 1.
    share: float | None = None
    _began: float = field(default_factory=monotonic)
    _heard: float = 0.0
    _away: bool = False
    _over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @property
    def worth_keeping(self) -> bool:
        """Is what is painted so far worth showing?"""
        return self.share is not None and self.share >= WORTH_KEEPING

    @property
    def left(self) -> float:
        """Seconds to the job's deadline by this process's own clock."""
        return self._began + self.claim.seconds_left - monotonic()

    def beat(self) -> None:
        """Say that the worker lives, and hear what is wanted."""
        self._arm()
        order = self._asked()
        if order is not self.order:
            self.order, self._heard = order, monotonic()

    def _asked(self) -> Order:
        answer = self.order
        try:
            answer = Order(self.store.renew(self.claim, self.share))
            if answer is Order.GO_ON and self.store.redis.exists(self.stopping):
                answer = Order.STOP
            self._away = False
        except RedisError as trouble:  # what was heard before still holds
            if not self._away:
                logger.warning("! lease not renewed", job=self.claim.job.label, error=type(trouble).__name__)
            self._away = True
        # Without Redis the deadline holds by our own clock.
        return Order.LATE if self.left <= 0 and answer is not Order.LOST else answer

    def listen(self) -> None:
        """Beat until it is over; where the painter does not do what is wanted, end the process."""
        while not self._over.wait(self._pause()):
            self.beat()
            if self._patience() <= 0:
                self._end()

    def _pause(self) -> float:
        return max(0.0, min(keys.RENEW_EVERY, self._patience()))

    def _patience(self) -> float:
        """Seconds that the painter still has."""
        if self.order not in PATIENCE or (self.order is Order.ASK and self.worth_keeping):
            return keys.RENEW_EVERY
        return self._heard + PATIENCE[self.order] - monotonic()

    def _arm(self) -> None:
        with self._lock:
            if not self._over.is_set():
                seconds = max(1.0, min(HELD, self.left + TOO_LATE))
                faulthandler.dump_traceback_later(seconds, exit=True, file=_STANDARD_ERROR)

    def _end(self) -> None:
        with self._lock:
            if self._over.is_set():
                return
            logger.error("! ending this process", job=self.claim.job.label, unheard=str(self.order))
            try:
                self.last_words(self.order)
            except Exception as error:  # the outermost edge: whatever broke, the process ends now
                logger.exception("! last words", job=self.claim.job.label, error=type(error).__name__)
            os.kill(os.getpid(), signal.SIGKILL)

    def close(self) -> None:
        """The painter is through: nothing ends the process any more."""
        with self._lock:
            self._over.set()
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def kept(store: Store, claim: Claim, stopping: str, last_words: Callable[[Order], None]) -> Iterator[Watch]:
    """Keep the lease of a claim, and watch over its painter, while the block runs.

    The process is killed where the painter does not do what is wanted, so that it cannot hold its lane; the
    pool starts another one.
    """
    watch = Watch(store, claim, stopping, last_words)
    watch.beat()
    thread = Thread(target=watch.listen, name=f"lease-{claim.job.label}", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.close()
        thread.join()
