"""Buttons under a job: end it, repeat it, try another style, fetch the picture."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from telegram import InputFile, Message, ReplyParameters
from telegram.error import BadRequest

from bot import card
from bot.answers import answer
from bot.desk import off_loop
from bot.drafts import Draft
from bot.ending import cancel, stop
from bot.job_press import JobPress
from bot.ordering import is_known, job_from, order
from chat import status
from chat.flood import Priority
from chat.keyboards import job as keyboards
from jobs.job import Job, job_id
from jobs.offer import Way
from jobs.record import Record, Result

logger = structlog.get_logger()


async def _again(press: JobPress) -> None:
    """Paint the same once more, on a card of its own."""
    record = await press.mine()
    if record is None:
        return
    job, bot = record.job, press.context.bot
    if await is_known(press.desk, job_id(bot.id, press.update)):
        await answer(press.query)
        return
    if away := (await press.desk.offer()).lacks(job.styles, job.lane):
        await press.say("style-away", alert=True, style=away.title or "")
        return
    await answer(press.query)
    draft = await card.open_card(press.desk, bot, Draft.of_job(job), press.update)
    again = job_from(draft, job.styles, Way(job.method, job.lane), bot.id, press.update)
    await order(press.desk, bot, draft, again)


async def _other(press: JobPress) -> None:
    """Open a card for the same photo; the result stays where it is."""
    record = await press.mine()
    if record is not None:
        await answer(press.query)
        await card.open_card(press.desk, press.context.bot, Draft.of_job(record.job), press.update)


async def _file(press: JobPress) -> None:
    """Send the file as it was painted."""
    record = await press.mine()
    if record is None:
        return
    picture = await off_loop(press.desk.results.read, press.job_id)
    if picture is None or record.result is None:
        await _expired(press)
        return
    await answer(press.query)
    file = InputFile(picture, filename=record.result.file_name)
    send = partial(press.context.bot.send_document, document=file, **_reply(record.job, to_status=True))
    await press.desk.once(press.context.bot.id, press.update, send)


async def _resend(press: JobPress) -> None:
    """Send the result as a new message, because the person says that the first did not arrive."""
    record = await press.mine()
    if record is None:
        return
    picture: bytes | str | None = await off_loop(press.desk.store.delivered, press.job_id)
    picture = picture or await off_loop(press.desk.results.read, press.job_id)
    if picture is None or record.result is None:
        await _expired(press)
        return
    await answer(press.query)
    send = partial(_send_result, press, record, record.result, picture)
    await press.desk.once(press.context.bot.id, press.update, send)


async def _send_result(press: JobPress, record: Record, result: Result, picture: bytes | str) -> Message:
    bot, caption, buttons = press.context.bot, status.done(record), keyboards.result(record.job)
    common = _reply(record.job) | {"caption": caption, "reply_markup": buttons, "filename": result.file_name}
    if result.kind == "photo":
        try:
            return await bot.send_photo(photo=picture, **common)
        except BadRequest as refusal:  # as in a delivery: what is no photo to Telegram goes as a file
            logger.warning("! Telegram takes no such photo, sent as a file", error=refusal.message)
    return await bot.send_document(document=picture, **common)


def _reply(job: Job, *, to_status: bool = False) -> dict[str, Any]:
    """Where a new message of a job goes."""
    to = job.status_message if to_status else job.photo_message
    return {
        "chat_id": job.chat,
        "message_thread_id": job.topic,
        "reply_parameters": ReplyParameters(to, allow_sending_without_reply=True),
        "rate_limit_args": Priority.RESULT,
    }


async def _expired(press: JobPress) -> None:
    await press.say("file-expired", alert=True, hours=press.desk.settings.results_hours)


VERBS: dict[str, Callable[[JobPress], Awaitable[None]]] = {
    "cancel": cancel,
    "stop": stop,
    "again": _again,
    "other": _other,
    "file": _file,
    "resend": _resend,
}
