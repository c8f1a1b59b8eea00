"""The 🗑 under a picture: ask once, then the message, the kept file and the notes of it go."""

import struct
import zlib
from contextlib import suppress
from functools import partial

from telegram import InlineKeyboardMarkup
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.answers import answer
from bot.desk import off_loop
from bot.finished.job_press import JobPress
from bot.finished.past import Past
from chat.edits import no_message, not_modified
from chat.flood import Priority
from chat.keyboards import job as keyboards
from chat.larger import can_be_larger
from chat.media import media, no_inline_mode
from chat.texts import say
from jobs import keys
from jobs.history import History
from jobs.job import Unreadable
from jobs.record import State


async def delete(press: JobPress) -> None:
    """Ask whether the picture is to be deleted."""
    if not await _may(press):
        return
    await press.say("delete-this")
    await _show(press, keyboards.surely_delete(press.language, press.job_id))


async def spare(press: JobPress) -> None:
    """Leave the picture, and show what can be done with it again."""
    past = await press.past()
    if past is None or past.result is None:
        return
    await answer(press.query)
    larger = await off_loop(can_be_larger, press.desk.store.redis, past.job, past.result)
    offered = partial(keyboards.result, kind=past.result.kind, larger=larger)
    try:
        await _show(press, offered(past.job))
    except BadRequest as refusal:
        if not no_inline_mode(refusal):
            raise
        await _show(press, offered(past.job, share=False))


async def erase(press: JobPress) -> None:
    """Delete the picture wherever we have it; handled again, it deletes what is left."""
    if not await _may(press):
        return
    await press.say("deleted")
    past = await press.remembered()
    if past is not None:
        await _forget(press, past)
    beside = await off_loop(press.desk.store.redis.hget, keys.job(press.job_id), "beside")
    if beside:
        await _take_away(press, int(str(beside)))
    await _take_away(press, press.message.message_id)


async def _may(press: JobPress) -> bool:
    """Is it this person's picture? Where nothing is known of it, the chat says so."""
    try:
        past = await press.remembered()
    except Unreadable:
        await press.say("updating", alert=True)
        return False
    photo = press.message.reply_to_message
    author = photo.from_user.id if photo and photo.from_user else None
    mine = press.message.chat.type == ChatType.PRIVATE or author == press.person
    if (past.job.person == press.person) if past else mine:
        return True
    await press.say("delete-not-yours", alert=True)
    return False


async def _forget(press: JobPress, past: Past) -> None:
    """Forget the picture; nobody may bring it once more from now on."""
    store, job = press.desk.store, past.job
    for message in ("result", "offer", "ready"):
        await off_loop(store.first_time, job.id, message)
    record = past.record
    if record is not None and record.state is State.DELIVERING:
        await off_loop(store.finish, job.id, record.fence)
    await off_loop(press.desk.results.delete, past.kept)
    await off_loop(press.desk.results.delete, job.id)
    await off_loop(store.redis.hdel, keys.job(job.id), "delivered")
    await off_loop(History(store.redis).forget, press.person, job.id)
    if past.kept != job.id:
        await off_loop(History(store.redis).forget, press.person, past.kept)


async def _take_away(press: JobPress, message: int) -> None:
    """Delete a message; what is too old for that is emptied, since bots delete for two days only."""
    chat = press.message.chat_id
    try:
        await press.bot.delete_message(chat, message)
    except BadRequest as refusal:
        if "not found" in refusal.message.lower():
            return
        with suppress(BadRequest):  # nothing more can be done
            words = media("photo", _blank(), "deleted.png", say(press.language, "deleted"))
            await press.bot.edit_message_media(
                words, chat_id=chat, message_id=message, rate_limit_args=Priority.RESULT
            )


async def _show(press: JobPress, buttons: InlineKeyboardMarkup) -> None:
    try:
        await press.bot.edit_message_reply_markup(
            chat_id=press.message.chat_id, message_id=press.message.message_id, reply_markup=buttons
        )
    except BadRequest as refusal:
        if not not_modified(refusal) and not no_message(refusal):
            raise


def _blank(width: int = 320, height: int = 80, grey: int = 235) -> bytes:
    """A plain PNG: a photo can become another one, but never a text again."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([grey]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
