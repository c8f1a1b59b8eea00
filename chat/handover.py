"""What is put into a job's status message, or beside it, once its outcome is known."""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import ExtBot

from chat import status
from chat.edits import edit_words, no_message, not_modified
from chat.flood import Priority
from chat.keyboards import job as keyboards
from chat.larger import can_be_larger
from chat.media import Kind, file_id_of, media, no_inline_mode, send, wrong_file_id
from chat.show import settling
from chat.texts import say
from jobs.doubts import Doubts
from jobs.job import Job
from jobs.record import Record, Result, State
from jobs.results import Results
from jobs.store import Store

logger = structlog.get_logger()


class Gone(Exception):
    """The picture can be had neither from Telegram nor from the results store."""


@dataclass(frozen=True)
class Handover:
    """Makes a status message say and show how its job ended; repeated, it does so in the same message."""

    bot: ExtBot[Priority]
    store: Store
    results: Results

    async def tell(self, record: Record) -> str:
        """Tell an outcome: the ``file_id`` of what was sent, "" without one.

        Raises:
            Gone: there is no picture to be brought.
            telegram.error.TelegramError: Telegram refused or did not answer.
            OSError: the results store is away.
        """
        job = record.job
        if record.outcome is State.CANCELLED:
            return await self._say(record, status.cancelled(job), keyboards.try_again(job))
        if record.outcome is State.STOPPED:
            return await self._ask(record)
        if record.outcome is State.FAILED or record.result is None:
            return await self._say(record, status.failed(record), keyboards.try_again(job))
        buttons = await self._buttons(job, record.result)
        file_id = await asyncio.to_thread(self.store.delivered, job.id)
        if file_id is not None:
            try:
                return await self._bring(record, record.result, file_id, buttons)
            except BadRequest as refusal:
                if not wrong_file_id(refusal):
                    raise
                logger.warning("! Telegram no longer knows the picture", job=job.label, error=refusal.message)
        picture = await asyncio.to_thread(self.results.read, job.id)
        if picture is None:
            raise Gone(job.id)
        return await self._bring(record, record.result, picture, buttons)

    async def _buttons(self, job: Job, result: Result) -> InlineKeyboardMarkup:
        larger = await asyncio.to_thread(can_be_larger, self.store.redis, job, result)
        return keyboards.result(job, kind=result.kind, larger=larger)

    async def _bring(
        self, record: Record, result: Result, picture: bytes | str, buttons: InlineKeyboardMarkup
    ) -> str:
        """Bring a picture as its kind asks; without the button that shares where Telegram takes none."""
        bring = self._bring_sticker if result.kind == "sticker" else self._edit_picture
        try:
            return await bring(record, result, picture, buttons)
        except BadRequest as refusal:
            if not no_inline_mode(refusal):
                raise
            buttons = keyboards.result(record.job, kind=result.kind, share=False)
            return await bring(record, result, picture, buttons)

    async def _say(
        self, record: Record, text: str, buttons: InlineKeyboardMarkup, what: str = "result"
    ) -> str:
        """Put words into the status message.

        Args:
            what: where the message was deleted, the name of the new one, which is sent once.
        """
        job = record.job
        try:
            await edit_words(
                self.bot,
                text,
                job.chat,
                job.status_message,
                buttons,
                captioned=job.captioned,
                priority=Priority.RESULT,
            )
        except BadRequest as refusal:
            if not not_modified(refusal) and not no_message(refusal):
                raise
            if no_message(refusal):
                await self._send_once(record, what, text=text, buttons=buttons)
        return ""

    async def _ask(self, record: Record) -> str:
        """Ask whether to keep what is painted. This is not the last word, so that it is marked."""
        job, doubts = record.job, Doubts(self.store.redis)
        await asyncio.to_thread(doubts.begin, job.chat, job.status_message, "question")
        async with settling(doubts, job.chat, job.status_message, "question"):
            return await self._say(record, status.stopped(record), keyboards.keep_or_drop(job), "question")

    async def _edit_picture(
        self, record: Record, result: Result, picture: bytes | str, buttons: InlineKeyboardMarkup
    ) -> str:
        job, caption = record.job, status.done(record)
        message: Message | bool | None
        try:
            message = await self.bot.edit_message_media(
                media(result.kind, picture, result.file_name, caption),
                chat_id=job.chat,
                message_id=job.status_message,
                reply_markup=buttons,
                rate_limit_args=Priority.RESULT,
            )
        except BadRequest as refusal:
            if not_modified(refusal):
                return ""
            if not no_message(refusal):
                if result.kind == "document" or wrong_file_id(refusal) or no_inline_mode(refusal):
                    raise
                logger.warning("! Telegram takes no such photo, sent as a file", error=refusal.message)
                return await self._edit_picture(record, _as_file(result), picture, buttons)
            message = await self._send_once(
                record, "result", text=caption, buttons=buttons, picture=picture, kind=result.kind
            )
        return file_id_of(message)

    async def _bring_sticker(
        self, record: Record, result: Result, picture: bytes | str, buttons: InlineKeyboardMarkup
    ) -> str:
        """No edit puts a sticker into a message: the status says that it is done, the sticker is a reply."""
        caption = status.done(record)
        await self._say(record, caption, buttons, "words")
        if isinstance(picture, str):  # it was sent before
            return picture
        try:
            message = await self._send_once(record, "result", text="", picture=picture, kind=result.kind)
        except BadRequest as refusal:
            logger.warning("! Telegram takes no such sticker, sent as a file", error=refusal.message)
            message = await self._send_once(record, "result", text=caption, picture=picture, kind="document")
        file_id = file_id_of(message)
        if message is not None and file_id:
            await asyncio.to_thread(self.store.note_delivered, record.job.id, file_id, message.message_id)
        return file_id

    async def _send_once(
        self,
        record: Record,
        what: str,
        *,
        text: str,
        buttons: InlineKeyboardMarkup | None = None,
        picture: bytes | str | None = None,
        kind: Kind = "photo",
    ) -> Message | None:
        """Reply to the photo with a new message, once, even where the outcome stays unknown."""
        job, result = record.job, record.result
        if not await asyncio.to_thread(self.store.first_time, job.id, what):
            if what == "result":
                await self._offer_again(record)
            return None
        common: dict[str, Any] = {
            "chat_id": job.chat,
            "message_thread_id": job.topic,
            "reply_parameters": ReplyParameters(job.photo_message, allow_sending_without_reply=True),
            "reply_markup": buttons,
            "rate_limit_args": Priority.RESULT,
        }
        try:
            if picture is None or result is None:
                return await self.bot.send_message(text=text, **common)
            return await send(self.bot, kind, picture, result.file_name, text, **common)
        except (RetryAfter, BadRequest, Forbidden):  # surely not sent
            await asyncio.to_thread(self.store.forget_once, job.id, what)
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


def _as_file(result: Result) -> Result:
    return result.model_copy(update={"kind": "document"})
