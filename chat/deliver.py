"""The last step: a job's own status message becomes its result, however often this is tried."""

import asyncio
from dataclasses import dataclass
from random import uniform
from time import time
from typing import Any

import structlog
from redis.exceptions import RedisError
from telegram import InputMediaDocument, InputMediaPhoto, Message, ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from chat import status
from chat.edits import edit_words, no_message, not_modified
from chat.flood import Busy, Priority, seconds
from chat.keyboards import job as keyboards
from chat.texts import say
from jobs.doubts import SETTLED, Doubts
from jobs.record import Record, Result, State
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
        if doubt:
            await self._confirm_later(record, fence, told, min(doubt, SETTLED))
            return False
        if not await asyncio.to_thread(self.store.finish, job_id, fence):
            return True
        logger.info("← told", job=record.job.label, outcome=str(record.outcome))
        await self._notify(record)
        return True

    async def _try(self, record: Record, fence: int) -> str | None:
        """Tell: the ``file_id`` of what was sent, "" without one, None where it must be tried again."""
        try:
            return await self._tell(record)
        except Busy as refusal:
            await asyncio.to_thread(
                self.store.deliver_later, record.job.id, fence, seconds(refusal), refused=False
            )
        except RetryAfter as refusal:
            await self._later(record, fence, seconds(refusal), "429")
        except Forbidden:
            logger.info("! the person blocked the bot", job=record.job.label)
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

    async def _confirm_later(self, record: Record, fence: int, file_id: str, pause: float) -> None:
        """Repeat what was just put into the message, once nothing can arrive over it any more."""
        job = record.job
        if file_id:
            await asyncio.to_thread(self.store.note_delivered, job.id, file_id)
        logger.info("↻ to be confirmed: an earlier edit may still arrive", job=job.label)
        await asyncio.to_thread(self.store.deliver_later, job.id, fence, pause, refused=False)

    async def _tell(self, record: Record) -> str:
        job = record.job
        if record.outcome is State.CANCELLED:
            return await self._edit_text(record, status.cancelled(job))
        if record.outcome is State.FAILED or record.result is None:
            return await self._edit_text(record, status.failed(record))
        file_id = await asyncio.to_thread(self.store.delivered, job.id)
        picture: bytes | str | None = file_id
        if picture is None:
            picture = await asyncio.to_thread(self.results.read, job.id)
        if picture is None:
            expired = say(job.language, "reason-expired")
            return await self._edit_text(record, say(job.language, "failed", reason=expired, label=job.label))
        return await self._edit_picture(record, record.result, picture)

    async def _edit_text(self, record: Record, text: str) -> str:
        job = record.job
        try:
            await edit_words(
                self.bot,
                text,
                job.chat,
                job.status_message,
                keyboards.try_again(job),
                captioned=job.captioned,
                priority=Priority.RESULT,
            )
        except BadRequest as refusal:
            if not not_modified(refusal) and not no_message(refusal):
                raise
            if no_message(refusal):
                await self._send_once(record, text=text)
        return ""

    async def _edit_picture(self, record: Record, result: Result, picture: bytes | str) -> str:
        job, caption = record.job, status.done(record)
        message: Message | bool | None
        media = InputMediaPhoto if result.kind == "photo" else InputMediaDocument
        try:
            message = await self.bot.edit_message_media(
                media(picture, caption=caption, parse_mode="HTML", filename=result.file_name),
                chat_id=job.chat,
                message_id=job.status_message,
                reply_markup=keyboards.result(job),
                rate_limit_args=Priority.RESULT,
            )
        except BadRequest as refusal:
            if not_modified(refusal):
                return ""
            if not no_message(refusal):
                if result.kind == "document":
                    raise
                logger.warning("! Telegram takes no such photo, sent as a file", error=refusal.message)
                as_file = result.model_copy(update={"kind": "document"})
                return await self._edit_picture(record, as_file, picture)
            message = await self._send_once(record, text=caption, picture=picture)
        return _file_id(message)

    async def _send_once(
        self, record: Record, *, text: str, picture: bytes | str | None = None
    ) -> Message | None:
        """The status message was deleted: reply to the photo, once, even where the outcome stays unknown."""
        job, result = record.job, record.result
        if not await asyncio.to_thread(self.store.first_time, job.id, "result"):
            await self._offer_again(record)
            return None
        common: dict[str, Any] = {
            "chat_id": job.chat,
            "message_thread_id": job.topic,
            "reply_parameters": ReplyParameters(job.photo_message, allow_sending_without_reply=True),
            "rate_limit_args": Priority.RESULT,
        }
        try:
            if picture is None or result is None:
                return await self.bot.send_message(text=text, **common)
            common |= {"caption": text, "reply_markup": keyboards.result(job), "filename": result.file_name}
            if result.kind == "photo":
                return await self.bot.send_photo(photo=picture, **common)
            return await self.bot.send_document(document=picture, **common)
        except (RetryAfter, BadRequest, Forbidden):  # surely not sent
            await asyncio.to_thread(self.store.forget_once, job.id, "result")
            raise

    async def _offer_again(self, record: Record) -> None:
        """A new message was begun before and nobody knows whether it arrived: let the person say, once."""
        job = record.job
        if record.outcome is not State.DONE or not await asyncio.to_thread(
            self.store.first_time, job.id, "offer"
        ):
            return
        await self.bot.send_message(
            chat_id=job.chat,
            text=say(job.language, "in-doubt", label=job.label),
            reply_markup=keyboards.send_again(job),
            message_thread_id=job.topic,
            reply_parameters=ReplyParameters(job.photo_message, allow_sending_without_reply=True),
            rate_limit_args=Priority.RESULT,
        )

    async def _notify(self, record: Record) -> None:
        """An edit makes no sound: after a long wait say in a new message that it is ready, at most once."""
        job = record.job
        if record.outcome is not State.DONE or record.painted - record.created < WORTH_A_NOTE:
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


def _file_id(message: Message | bool | None) -> str:
    if not isinstance(message, Message):
        return ""
    if message.document:
        return message.document.file_id
    return message.photo[-1].file_id if message.photo else ""
