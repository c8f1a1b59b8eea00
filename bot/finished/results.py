"""Buttons under a job: the table at the end, and those that fetch the picture."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from telegram import InputFile, Message, ReplyParameters
from telegram.error import BadRequest

from bot.answers import answer
from bot.cards.saved import save_style
from bot.desk import off_loop
from bot.finished.deleting import delete, erase, spare
from bot.finished.ending import cancel, drop, keep, stop
from bot.finished.job_press import JobPress
from bot.finished.past import Past
from bot.finished.reorder import add_style, again, larger, other, recolour, stronger, weaker
from chat.flood import Priority
from chat.keyboards import job as keyboards
from chat.media import Kind, send, wrong_file_id
from jobs.record import Result

logger = structlog.get_logger()


async def _file(press: JobPress) -> None:
    """Send the file as it was painted."""
    past = await press.past()
    if past is None:
        return
    picture = await off_loop(press.desk.results.read, past.kept)
    if picture is None or past.result is None:
        await _expired(press)
        return
    await answer(press.query)
    file = InputFile(picture, filename=past.result.file_name)
    common = _reply(press, press.message.message_id)
    send_file = partial(press.bot.send_document, document=file, **common)
    await press.desk.once(press.bot.id, press.update, send_file)


async def _resend(press: JobPress) -> None:
    """Send the result as a new message, because the person says that the first did not arrive."""
    past = await press.past()
    if past is None:
        return
    picture: bytes | str | None = past.file_id or await off_loop(press.desk.results.read, past.kept)
    if picture is None or past.result is None:
        await _expired(press)
        return
    await answer(press.query)
    send_result = partial(_send_result, press, past, past.result, picture)
    await press.desk.once(press.bot.id, press.update, send_result)


async def _send_result(press: JobPress, past: Past, result: Result, picture: bytes | str) -> Message:
    # Without the button that shares, which some bots may not have: this message need not be as good.
    buttons = keyboards.result(past.job, kind=result.kind, share=False)
    common = _reply(press, past.job.photo_message) | {"reply_markup": buttons}

    async def as_kind(kind: Kind, picture: bytes | str) -> Message:
        return await send(press.bot, kind, picture, result.file_name, past.caption, **common)

    try:
        return await as_kind(result.kind, picture)
    except BadRequest as refusal:
        kept = await off_loop(press.desk.results.read, past.kept)
        if wrong_file_id(refusal) and kept is not None:
            return await as_kind(result.kind, kept)
        if result.kind == "document":
            raise
        # As in a delivery: what is no photo to Telegram goes as a file.
        logger.warning("! Telegram takes no such photo, sent as a file", error=refusal.message)
        return await as_kind("document", kept or picture)


def _reply(press: JobPress, to: int) -> dict[str, Any]:
    """Where a new message of a job goes."""
    here = press.message
    return {
        "chat_id": here.chat_id,
        "message_thread_id": here.message_thread_id if here.is_topic_message else None,
        "reply_parameters": ReplyParameters(to, allow_sending_without_reply=True),
        "rate_limit_args": Priority.RESULT,
    }


async def _expired(press: JobPress) -> None:
    await press.say("file-expired", alert=True, hours=press.desk.settings.results_hours)


VERBS: dict[str, Callable[[JobPress], Awaitable[None]]] = {
    "cancel": cancel,
    "stop": stop,
    "keep": keep,
    "drop": drop,
    "again": again,
    "weaker": weaker,
    "stronger": stronger,
    "recolour": recolour,
    "other": other,
    "addstyle": add_style,
    "larger": larger,
    "savestyle": save_style,
    "delete": delete,
    "erase": erase,
    "spare": spare,
    "file": _file,
    "resend": _resend,
}
