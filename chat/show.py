"""Edits that are not the last word: unimportant, and marked, so that none overwrites what comes later."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram import InputMediaPhoto
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import ExtBot

from chat.edits import edit_words
from chat.flood import Dropped, Priority
from chat.keyboards import job as keyboards
from jobs import keys
from jobs.doubts import Doubts, Editor
from jobs.job import Job
from jobs.record import State
from jobs.store import Store


@asynccontextmanager
async def settling(doubts: Doubts, chat: int, message: int, editor: Editor) -> AsyncIterator[None]:
    """Make an edit whose mark is set; the mark then goes, or stays a while where nobody answered."""
    known = False
    try:
        yield
        known = True
    except (RetryAfter, BadRequest, Forbidden, Dropped):  # surely without effect
        known = True
        raise
    finally:
        await asyncio.to_thread(doubts.end, chat, message, editor, known=known)


async def show(bot: ExtBot[Priority], store: Store, job: Job, text: str, *, fence: int | None = None) -> bool:
    """Edit a job's status message while it waits or, with a fence, is painted under it.

    Returns:
        False: not shown, because the job has gone on or the flood budget is short.

    Raises:
        telegram.error.TelegramError: Telegram refused or did not answer.
        redis.exceptions.RedisError: Redis is away.
    """
    captioned = job.captioned or await asyncio.to_thread(_shows_a_picture, store, job)

    async def words() -> None:
        await edit_words(
            bot,
            text,
            job.chat,
            job.status_message,
            keyboards.status(job, painting=fence is not None),
            captioned=captioned,
            priority=Priority.PLACE if fence is None else Priority.PROGRESS,
        )

    return await _shown(store, job, fence, words)


async def show_picture(
    bot: ExtBot[Priority], store: Store, job: Job, text: str, photo: bytes, *, fence: int
) -> bool:
    """Let a job's status message show what is painted so far; returns and raises as :func:`show` does.

    Args:
        photo: a JPEG.
        text: its caption.
    """

    async def picture() -> None:
        await bot.edit_message_media(
            InputMediaPhoto(photo, caption=text, parse_mode="HTML", filename="growing.jpg"),
            chat_id=job.chat,
            message_id=job.status_message,
            reply_markup=keyboards.status(job, painting=True),
            rate_limit_args=Priority.PROGRESS,
        )
        await asyncio.to_thread(_note_picture, store, job)

    return await _shown(store, job, fence, picture)


async def _shown(store: Store, job: Job, fence: int | None, edit: Callable[[], Awaitable[None]]) -> bool:
    """Make an edit, if the job is still there where it was, under a mark."""
    state: State = State.QUEUED if fence is None else State.RUNNING
    editor: Editor = "place" if fence is None else "progress"
    if not await asyncio.to_thread(store.begin_edit, job, state, editor, fence):
        return False
    try:
        async with settling(Doubts(store.redis), job.chat, job.status_message, editor):
            await edit()
    except Dropped:
        return False
    return True


# A text can become a photo and never a text again. Whoever does not know this of a message loses a call to
# Telegram with each edit, nothing else: the note may come late or be missing.
_PICTURE = "captioned"


def _note_picture(store: Store, job: Job) -> None:
    store.redis.hset(keys.job(job.id), _PICTURE, 1)


def _shows_a_picture(store: Store, job: Job) -> bool:
    return bool(store.redis.hexists(keys.job(job.id), _PICTURE))
