"""The last step: a job's own status message becomes its result, however often this is tried."""

import asyncio
from dataclasses import dataclass
from random import uniform
from time import time

import structlog
from redis.exceptions import RedisError
from telegram import ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from chat import status
from chat.flood import Busy, Priority, seconds
from chat.handover import Gone, Handover
from chat.texts import say
from jobs.before import Before
from jobs.deserted import Deserted
from jobs.doubts import SETTLED, Doubts
from jobs.history import Entry, History
from jobs.record import Record, State
from jobs.results import Results
from jobs.store import GIVEN_UP, Store

logger = structlog.get_logger()

#: Seconds from request to result above which the phone should notify.
WORTH_A_NOTE = 10
#: Seconds of the longest pause between two tries.
LONGEST_PAUSE = 600


@dataclass(frozen=True)
class Delivery:
    """Brings outcomes into their chats, for workers, clerk and bot alike."""

    bot: ExtBot[Priority]
    store: Store
    results: Results

    async def deliver(self, job_id: str, fence: int) -> bool:
        """Tell a person the outcome of a job; with what Telegram refuses, the clerk goes on later.

        Args:
            fence: of the caller's right to deliver.

        Returns:
            True: the person has been told, or never can be; False: somebody tries again later.
        """
        record = await asyncio.to_thread(self.store.record, job_id)
        if record is None or record.fence != fence:
            return True
        message = record.job.chat, record.job.status_message
        # Asked before the edit: one that was sent earlier may arrive after it as long as this says so.
        doubt = await asyncio.to_thread(Doubts(self.store.redis).left, *message)
        told = await self._try(record, fence)
        if told is None:
            return False
        await self._remember(record, told)
        if doubt:
            await self._confirm_later(record, fence, min(doubt, SETTLED))
            return False
        if not await asyncio.to_thread(self.store.finish, job_id, fence):
            return True
        logger.info("← told", job=record.job.label, outcome=str(record.outcome))
        await self._notify(record)
        return True

    async def _try(self, record: Record, fence: int) -> str | None:
        """Tell: the ``file_id`` of what was sent, "" without one, None where it must be tried again."""
        try:
            return await Handover(self.bot, self.store, self.results).tell(record)
        except Gone:
            await self._gone(record, fence)
        except Busy as refusal:
            await asyncio.to_thread(
                self.store.deliver_later, record.job.id, fence, seconds(refusal), refused=False
            )
        except RetryAfter as refusal:
            await self._later(record, fence, seconds(refusal), "429")
        except Forbidden:
            await self._desert(record)
            return ""
        except BadRequest as refusal:
            logger.error("! Telegram refuses this for good", job=record.job.label, error=refusal.message)
            if record.outcome is not State.DONE:
                return ""
            await asyncio.to_thread(self.store.undeliverable, record.job.id, fence, "refused")
            await self._later(record, fence, 0, "the person is to be told that it failed")
        except (NetworkError, OSError) as trouble:  # OSError: the results store
            pause = min(LONGEST_PAUSE, 2.0**record.refused) * uniform(0.75, 1.25)  # noqa: S311 - jitter
            await self._later(record, fence, pause, type(trouble).__name__)
        return None

    async def _later(self, record: Record, fence: int, pause: float, why: str) -> None:
        if time() - record.painted > GIVEN_UP:
            logger.error("! given up telling", job=record.job.label, why=why)
            await asyncio.to_thread(self.store.finish, record.job.id, fence)
            return
        logger.warning("↻ told later", job=record.job.label, pause_s=round(pause, 1), why=why)
        await asyncio.to_thread(self.store.deliver_later, record.job.id, fence, pause)

    async def _desert(self, record: Record) -> None:
        """Nobody can be told in this chat any more: what waits there for the person is not painted."""
        job = record.job
        ended = await asyncio.to_thread(Deserted(self.store.redis).end, job.person, job.chat)
        logger.info("! the person blocked the bot", job=job.label, ended=[job_id[:6] for job_id in ended])

    async def _confirm_later(self, record: Record, fence: int, pause: float) -> None:
        """Repeat what was just put into the message, once nothing can arrive over it any more."""
        job = record.job
        logger.info("↻ to be confirmed: an earlier edit may still arrive", job=job.label)
        await asyncio.to_thread(self.store.deliver_later, job.id, fence, pause, refused=False)

    async def _gone(self, record: Record, fence: int) -> None:
        """The picture cannot be had any more: paint what was not painted for this job, else it has failed."""
        job = record.job
        if await asyncio.to_thread(Before(self.store.redis).repaint, job.id, fence):
            logger.info("↻ painted after all: the older picture is gone", job=job.label)
            return
        reason = "unanswered" if record.result and record.result.share < 1 else "expired"
        await asyncio.to_thread(self.store.undeliverable, job.id, fence, reason)
        await self._later(record, fence, 0, "the picture is gone")

    async def _remember(self, record: Record, file_id: str) -> None:
        """Note what was brought, before the record is over: whoever repeats this notes it too, once."""
        job, result = record.job, record.result
        if record.outcome is not State.DONE or result is None:
            return
        if file_id:
            await asyncio.to_thread(self.store.note_delivered, job.id, file_id)
        known = await asyncio.to_thread(self.store.delivered, job.id)
        if known is None:
            return
        if job.purpose != "previews":
            entry = Entry.of(job, result, known, status.done(record))
            await asyncio.to_thread(History(self.store.redis).note, entry)

    async def _notify(self, record: Record) -> None:
        """An edit makes no sound: after a long wait say in a new message that it is ready, at most once."""
        job = record.job
        stopped = record.result is not None and record.result.share < 1  # its person is looking
        if record.outcome is not State.DONE or not job.notify or stopped:
            return
        if record.painted - record.created < WORTH_A_NOTE:
            return
        try:
            if await asyncio.to_thread(self.store.first_time, job.id, "ready"):
                await self.bot.send_message(
                    chat_id=job.chat,
                    text=say(job.language, "ready"),
                    message_thread_id=job.topic,
                    reply_parameters=ReplyParameters(job.status_message, allow_sending_without_reply=True),
                )
        except (TelegramError, RedisError) as trouble:
            logger.warning("! no ready note", job=job.label, error=type(trouble).__name__)
