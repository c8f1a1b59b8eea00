"""Between two steps of a painting: hear whether to go on, and say how far it is."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError
from telegram.error import TelegramError

from chat import status
from chat.bot_api import BotThread
from chat.show import show
from jobs.errors import Cancelled, LostJob
from jobs.record import Claim
from jobs.store import Store
from worker.lease import Order, Watch

if TYPE_CHECKING:
    from painting.step import Step

logger = structlog.get_logger()

#: Seconds before the first edit: shorter jobs show the chat action only; then between two edits.
FIRST_EDIT = 4.0
EDIT_EVERY = 3.0
EDIT_EVERY_IN_GROUPS = 10.0
#: Seconds that the last edit may take to be answered. One that is not stays marked, see jobs/doubts.py, and
#: what is delivered is repeated after it, which waiting this long usually spares.
LAST_EDIT = 0.7
#: How far a painting must be, 0 to 1, to be kept: the first steps of Gatys are the photo with grain.
#: Whoever stops it earlier waits for this, a second or two.
WORTH_KEEPING = 0.1


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
        self.look()
        if self.watch.order is Order.KEEP and step.picture is not None and share >= WORTH_KEEPING:
            self.kept = share
            raise Enough
        now = monotonic()
        every = EDIT_EVERY if self.claim.job.chat > 0 else EDIT_EVERY_IN_GROUPS
        ready = self.edit is None or self.edit.done()
        if now - self.began >= FIRST_EDIT and now - self.edited >= every and ready and share < 1:
            self.edited = now
            self.edit = self.thread.submit(self._show(share, (now - self.began) * (1 - share) / share))

    def look(self) -> None:
        """Hear whether to go on; raises as a step does, but for Enough."""
        match self.watch.order:
            case Order.CANCEL:
                raise Cancelled
            case Order.STOP:
                raise HandBack
            case Order.LATE | Order.LOST as order:
                raise LostJob(order)

    def settle(self) -> None:
        """Wait a little for the edit in flight: the final one should follow it."""
        if self.edit is None:
            return
        try:
            self.edit.result(LAST_EDIT)
        except TimeoutError:
            self.edit.cancel()

    async def _show(self, share: float, seconds_left: float) -> None:
        """Edit the status message; dropped, never delayed or repeated, when the budget is short."""
        job = self.claim.job
        try:
            text = status.painting(job, share, seconds_left)
            await show(self.thread.bot, self.store, job, text, fence=self.claim.fence)
        except (TelegramError, RedisError) as trouble:
            logger.info("! progress not shown", job=job.label, error=type(trouble).__name__)
