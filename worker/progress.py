"""Between two steps of a painting: hear whether to go on, and say how far it is."""

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError
from telegram.error import TelegramError

from chat import status
from chat.bot_api import BotThread
from chat.show import show, show_picture
from jobs.errors import Cancelled, LostJob
from jobs.record import Claim
from jobs.store import Store
from worker import growing
from worker.growing import Growing
from worker.lease import Order, Watch

if TYPE_CHECKING:
    from painting.step import Step
    from painting.wish import Picture

logger = structlog.get_logger()

#: Seconds before the first edit, step or not: shorter jobs show the chat action only; then between two edits.
#: Groups get the first one alone.
FIRST_EDIT = 4.0
EDIT_EVERY = 3.0
#: Seconds that the last edit may take to be answered. One that is not stays marked, see jobs/doubts.py, and
#: what is delivered is repeated after it, which waiting this long usually spares.
LAST_EDIT = 0.7
#: How far a painting must be, 0 to 1, before its pace says when it is done; seconds that are worth a word.
PACE_HOLDS = 1 / 3
LEAST_LEFT = 1.0


class HandBack(Exception):
    """This worker was told to stop: the job goes back to its place in the queue."""


@dataclass
class Progress:
    """The painter's callback for one job. It never waits for Redis or Telegram: the lease's thread does."""

    watch: Watch
    store: Store
    thread: BotThread
    began: float = field(default_factory=monotonic)
    edited: float = 0.0
    edit: "Future[Any] | None" = None
    #: How far it was, 0 to 1, when its person wanted it as it is; else 1.
    kept: float = 1.0
    #: When the first step was done and how far that was: what came before, fetching and loading, has no pace.
    first: tuple[float, float] | None = None
    #: Until when it was said to take.
    _said: float = inf
    _opens: bool = False

    def __post_init__(self) -> None:
        self.growing = Growing(self.claim.job)

    @property
    def claim(self) -> Claim:
        """What is painted."""
        return self.watch.claim

    def __call__(self, step: "Step") -> None:
        """Take note of a step.

        Raises:
            jobs.errors.Cancelled: the person wants it stopped.
            painting.step.Enough: the person wants what is there, and it is worth showing.
            jobs.errors.LostJob: somebody else has the job, or its time is over.
            HandBack: this worker is stopping.
        """
        from painting.step import Enough  # NumPy comes in here: in the pool's children only

        share = step.step / step.of
        self.watch.share = share
        self.first = self.first or (monotonic(), share)
        self.look()
        wanted = self.watch.order in (Order.KEEP, Order.ASK)
        if wanted and step.picture is not None and self.watch.worth_keeping:
            self.kept = share
            raise Enough
        if share < 1 and self._may_edit():
            self._begin_edit(step, share)

    def open(self) -> None:
        """Say that it is being painted as soon as the first edit is due, though no step is done by then."""
        self._opens = True
        self.edit = self.thread.submit(self._open())

    async def _open(self) -> None:
        await asyncio.sleep(self.began + FIRST_EDIT - monotonic())
        self._opens, self.edited = False, monotonic()
        share = self.watch.share or 0.0
        await self._show(share, self._worth_saying(share, self._left(share)), None)

    def _may_edit(self) -> bool:
        now, in_group = monotonic(), self.claim.job.chat < 0
        if now - self.began < FIRST_EDIT or (in_group and self.edited):
            return False
        return now - self.edited >= EDIT_EVERY and (self.edit is None or self.edit.done())

    def _begin_edit(self, step: "Step", share: float) -> None:
        self.edited = monotonic()
        left = self._left(share)
        picture = self.growing.picture(step, left)
        self.edit = self.thread.submit(self._show(share, self._worth_saying(share, left), picture))

    def _left(self, share: float) -> float:
        """Seconds that it still takes at its pace since the first step; infinite before the second."""
        if self.first is None or share <= self.first[1]:
            return inf
        at, begun = self.first
        return (monotonic() - at) * (1 - share) / (share - begun)

    def _worth_saying(self, share: float, left: float) -> float | None:
        """What of it is said: late enough to be true, and never later than was said before."""
        if share < PACE_HOLDS or left == inf:
            return None
        now = monotonic()
        self._said = min(self._said, now + left)
        return self._said - now if self._said - now >= LEAST_LEFT else None

    def look(self) -> None:
        """Hear whether to go on; raises as a step does, but for Enough."""
        match self.watch.order:
            case Order.CANCEL:
                raise Cancelled
            case Order.ASK if not self.watch.worth_keeping:
                raise Cancelled
            case Order.STOP:
                raise HandBack
            case Order.LATE | Order.LOST as order:
                raise LostJob(order)

    def settle(self) -> None:
        """Wait a little for the edit in flight: the final one should follow it."""
        if self.edit is None:
            return
        if self._opens:  # nothing was sent yet
            self.edit.cancel()
            return
        try:
            self.edit.result(LAST_EDIT)
        except TimeoutError:
            self.edit.cancel()

    async def _show(self, share: float, seconds_left: float | None, picture: "Picture | None") -> None:
        """Edit the status message; dropped, never delayed or repeated, when the budget is short."""
        job, fence = self.claim.job, self.claim.fence
        text = status.painting(job, share, seconds_left)
        try:
            if picture is None:
                await show(self.thread.bot, self.store, job, text, fence=fence)
            else:  # encoded beside the painting, which waits for nothing
                photo = await asyncio.to_thread(growing.encoded, picture, self.growing.side)
                await show_picture(self.thread.bot, self.store, job, text, photo, fence=fence)
        except (TelegramError, RedisError) as trouble:
            logger.info("! progress not shown", job=job.label, error=type(trouble).__name__)
