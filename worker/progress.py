"""Between two steps of a painting: hear whether to go on, and say how far it is."""

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError
from telegram.error import NetworkError, TelegramError, TimedOut

from chat import status
from chat.bot_api import BotThread
from chat.flood import Priority
from chat.show import show
from jobs.errors import Cancelled, LostJob
from jobs.record import Claim
from jobs.store import Lease, Store

if TYPE_CHECKING:
    from painting.step import Step

logger = structlog.get_logger()

#: Seconds between two looks at the record.
LOOK_EVERY = 0.5
#: Seconds before the first edit: shorter jobs show the chat action only; then between two edits.
FIRST_EDIT = 4.0
EDIT_EVERY = 3.0
EDIT_EVERY_IN_GROUPS = 10.0
#: Seconds that the last edit has for arriving before the result is sent.
LAST_EDIT = 8.0


class HandBack(Exception):
    """This worker was told to stop: the job goes back to its place in the queue."""


@dataclass
class Progress:
    """The painter's callback for one job."""

    claim: Claim
    store: Store
    thread: BotThread
    stopping: str  # key that is set when this worker must stop
    began: float = field(default_factory=monotonic)
    looked: float = 0.0
    edited: float = 0.0
    edit: "Future[Any] | None" = None
    #: An edit ended without an answer: it may still take effect.
    unsettled: bool = False

    def __call__(self, step: "Step") -> None:
        """Take note of a step.

        Raises:
            jobs.errors.Cancelled: the person wants it stopped.
            jobs.errors.LostJob: somebody else has the job, or its time is over.
            HandBack: this worker is stopping.
        """
        now = monotonic()
        if now - self.looked < LOOK_EVERY:
            return
        self.looked = now
        share = step.step / step.of
        self.look(share)
        every = EDIT_EVERY if self.claim.job.chat > 0 else EDIT_EVERY_IN_GROUPS
        ready = self.edit is None or self.edit.done()
        if now - self.began >= FIRST_EDIT and now - self.edited >= every and ready and share < 1:
            self.edited = now
            self.edit = self.thread.submit(self._show(share, (now - self.began) * (1 - share) / share))

    def look(self, share: float | None = None) -> None:
        """Say that the worker lives and hear whether to go on; raises as a step does."""
        answer = self.store.renew(self.claim, share)
        if answer is Lease.CANCEL:
            raise Cancelled
        if answer is not Lease.OK:
            raise LostJob(str(answer))
        if self.store.redis.exists(self.stopping):
            raise HandBack

    def settle(self) -> None:
        """Wait until no edit is in flight: only then may the final one start."""
        if self.edit is None:
            return
        try:
            self.edit.result(LAST_EDIT)
        except TimeoutError:
            self.edit.cancel()
            self.unsettled = True

    async def _show(self, share: float, seconds_left: float) -> None:
        """Edit the status message; dropped, never delayed or repeated, when the budget is short."""
        job = self.claim.job
        try:
            if not await asyncio.to_thread(self.store.owns, job.id, self.claim.fence):
                return
            await show(self.thread.bot, job, status.painting(job, share, seconds_left), Priority.PROGRESS)
        except TelegramError as trouble:
            # Exactly these: only silence leaves the outcome open, and BadRequest is a kind of NetworkError.
            self.unsettled |= type(trouble) in (TimedOut, NetworkError)
            logger.info("! progress not shown", job=job.label, error=type(trouble).__name__)
        except RedisError as trouble:
            logger.info("! progress not shown", job=job.label, error=type(trouble).__name__)
