"""Edits that are not the last word: unimportant, and marked, so that none overwrites what comes later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import ExtBot

from chat.edits import edit_words
from chat.flood import Dropped, Priority
from chat.keyboards import job as keyboards
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
    painting = fence is not None
    state: State = State.RUNNING if painting else State.QUEUED
    editor: Editor = "progress" if painting else "place"
    if not await asyncio.to_thread(store.begin_edit, job, state, editor, fence):
        return False
    try:
        async with settling(Doubts(store.redis), job.chat, job.status_message, editor):
            await edit_words(
                bot,
                text,
                job.chat,
                job.status_message,
                keyboards.status(job, painting=painting),
                captioned=job.captioned,
                priority=Priority.PROGRESS if painting else Priority.PLACE,
            )
    except Dropped:
        return False
    return True
