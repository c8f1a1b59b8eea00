"""Deliveries under way beside the painting: a lane does not stand still while Telegram takes its time."""

import asyncio
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

import structlog
from redis.exceptions import RedisError
from telegram.error import TelegramError

from chat.bot_api import BotThread
from chat.deliver import Delivery
from jobs.estimates import Estimates
from jobs.store import Store

logger = structlog.get_logger()

#: Seconds of one try at telling a person, less than the first delivery's lease; a clerk's may take longer.
TELLING: Final = 15.0
#: Deliveries under way at once, each with its picture in memory; what comes then is left to the clerks.
MOST: Final = 8
#: Seconds that those under way have when this child ends.
LAST: Final = 5.0


@dataclass(frozen=True)
class Telling:
    """One try for each outcome; what Telegram does not take now, a clerk brings at once."""

    thread: BotThread
    delivery: Delivery
    store: Store
    estimates: Estimates
    _under_way: "set[Future[None]]" = field(default_factory=set)

    def begin(self, job_id: str, fence: int, megapixels: float = 0.0) -> None:
        """Begin to tell a person, and go on; on the thread that paints.

        Args:
            megapixels: of the picture that is brought, whose time is learnt; 0: only words are.
        """
        self._under_way.difference_update([future for future in self._under_way if future.done()])
        if len(self._under_way) >= MOST:
            self._leave(job_id, fence, "enough is under way")
        else:
            self._under_way.add(self.thread.submit(self._tell(job_id, fence, TELLING, megapixels)))

    def now(self, job_id: str, fence: int, seconds: float) -> None:
        """Tell a person before this process is ended."""
        self.thread.run(self._tell(job_id, fence, seconds))

    def settle(self, seconds: float = LAST) -> None:
        """Wait for what is under way."""
        _, late = wait(self._under_way, timeout=seconds)
        for future in late:
            future.cancel()
        wait(late, timeout=1)

    async def _tell(self, job_id: str, fence: int, seconds: float, megapixels: float = 0.0) -> None:
        began = monotonic()
        try:
            async with asyncio.timeout(seconds):
                told = await self.delivery.deliver(job_id, fence)
            if told and megapixels:
                took = monotonic() - began
                await asyncio.to_thread(self.estimates.learn_delivery, megapixels, took)
        except (TelegramError, RedisError, OSError) as error:  # OSError: the results store, or a time-out
            await asyncio.to_thread(self._leave, job_id, fence, type(error).__name__)
        except asyncio.CancelledError:
            await asyncio.to_thread(self._leave, job_id, fence, "this worker stops")
            raise
        except Exception as error:
            # The outermost edge: nobody waits for this call.
            logger.exception("! telling broke", job=job_id[:6], error=type(error).__name__)

    def _leave(self, job_id: str, fence: int, why: str) -> None:
        logger.warning("↻ left to the clerk", job=job_id[:6], why=why)
        try:
            self.store.deliver_later(job_id, fence, 0, refused=False)
        except RedisError:
            logger.warning("! the clerk waits for the lease's end: Redis is away", job=job_id[:6])
