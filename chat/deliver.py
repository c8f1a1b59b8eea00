"""The last step: a job's own status message becomes its result, however often this is tried."""

import asyncio
from dataclasses import dataclass
from random import uniform
from typing import Any

import structlog
from redis.exceptions import RedisError
from telegram import InputMediaDocument, InputMediaPhoto, Message, ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from chat import keyboards, status
from chat.flood import Priority, seconds
from chat.texts import say
from jobs.record import Record, Result, State
from jobs.results import Results
from jobs.store import Store

logger = structlog.get_logger()

#: Seconds from request to result above which the phone should notify.
WORTH_A_NOTE = 10
#: Seconds after which an edit of unknown outcome has surely arrived or died.
SETTLED = 5
#: Seconds of the longest pause between two tries.
LONGEST_PAUSE = 600

#: What Telegram says when the status message is not there, or no longer ours to edit.
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True)
class Delivery:
    """Brings outcomes into their chats, for workers, clerk and bot alike."""

    bot: ExtBot[Priority]
    store: Store
    results: Results

    async def deliver(self, job_id: str, fence: int, *, unsettled: bool = False) -> bool:
        """Tell a person the outcome of a job; with what Telegram refuses, the clerk goes on later.

        Args:
            fence: of the caller's right to deliver.
            unsettled: an earlier edit of the status message may still arrive; then the final one is repeated.

        Returns:
            True: the person has been told, or never can be; False: somebody tries again later.
        """
        record = await asyncio.to_thread(self.store.record, job_id)
        if record is None or record.fence != fence:
            return True
        told = await self._try(record, fence)
        if told is None:
            return False
        if unsettled and told:
            await self._confirm_later(record, fence, told)
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
        except NetworkError as trouble:
            pause = min(LONGEST_PAUSE, 2.0**record.refused) * uniform(0.75, 1.25)  # noqa: S311 - jitter
            await self._later(record, fence, pause, type(trouble).__name__)
        return None

    async def _later(self, record: Record, fence: int, pause: float, why: str) -> None:
        logger.warning("↻ told later", job=record.job.label, pause_s=round(pause, 1), why=why)
        await asyncio.to_thread(self.store.deliver_later, record.job.id, fence, pause)

    async def _confirm_later(self, record: Record, fence: int, file_id: str) -> None:
        await asyncio.to_thread(self.store.note_delivered, record.job.id, file_id)
        await self._later(record, fence, SETTLED, "an earlier edit may still arrive")

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
            await self.bot.edit_message_text(
                text,
                chat_id=job.chat,
                message_id=job.status_message,
                reply_markup=keyboards.try_again(job),
                rate_limit_args=Priority.RESULT,
            )
        except BadRequest as refusal:
            if not not_modified(refusal) and not _no_message(refusal):
                raise
            if _no_message(refusal):
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
            if not _no_message(refusal):
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


def not_modified(refusal: BadRequest) -> bool:
    """Telegram's proof that an edit arrived before."""
    return "message is not modified" in refusal.message.lower()


def _no_message(refusal: BadRequest) -> bool:
    return any(words in refusal.message.lower() for words in _NO_MESSAGE)


def _file_id(message: Message | bool | None) -> str:
    if not isinstance(message, Message):
        return ""
    if message.document:
        return message.document.file_id
    return message.photo[-1].file_id if message.photo else ""
