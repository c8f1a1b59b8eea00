"""Inline mode: ``@bot`` in any chat shows a person's last pictures, to be sent there."""

from html import escape
from typing import TypeAlias

import structlog
from telegram import (
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedMpeg4Gif,
    InlineQueryResultCachedPhoto,
    InlineQueryResultCachedSticker,
    InlineQueryResultsButton,
    Update,
)
from telegram.error import TelegramError

from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.types import Context
from chat.status import wish_in_words
from chat.texts import say
from jobs.history import Entry, History
from jobs.job import Job

logger = structlog.get_logger()

Shared: TypeAlias = (
    InlineQueryResultCachedPhoto
    | InlineQueryResultCachedDocument
    | InlineQueryResultCachedMpeg4Gif
    | InlineQueryResultCachedSticker
)

#: Seconds for which Telegram may show the same answer again.
FRESH = 5


async def receive(desk: Desk, update: Update, _: Context) -> None:
    """Answer with the person's pictures that fit the words; too late is no error, they type on."""
    query = update.inline_query
    if query is None:
        return
    person, language = await person_of(desk, update)
    entries = await off_loop(History(desk.store.redis).all, person)
    found = [shared(entry, language) for entry in entries if fits(entry, query.query, language)]
    button = None if found else InlineQueryResultsButton(say(language, "inline-none"), start_parameter="new")
    try:
        await query.answer(found, cache_time=FRESH, is_personal=True, button=button)
    except TelegramError as trouble:
        logger.info("! inline query not answered", error=type(trouble).__name__)


def fits(entry: Entry, words: str, language: str) -> bool:
    """Is a picture meant by what somebody typed: its number, or a part of its styles' names?"""
    wanted = words.strip().removeprefix("#").lower()
    names = wish_in_words(_in(language, entry)).lower()
    return wanted in entry.label.lower() or wanted in names


def _in(language: str, entry: Entry) -> Job:
    return entry.job.model_copy(update={"language": language})


def shared(entry: Entry, language: str) -> Shared:
    """A picture as a result, under the names of its styles."""
    name = wish_in_words(_in(language, entry))
    caption = escape(name)
    match entry.kind:
        case "photo":
            return InlineQueryResultCachedPhoto(entry.id, entry.file_id, caption=caption)
        case "animation":
            return InlineQueryResultCachedMpeg4Gif(entry.id, entry.file_id, caption=caption)
        case "sticker":
            return InlineQueryResultCachedSticker(entry.id, entry.file_id)
        case _:
            title = f"{name} · #{entry.label}"
            return InlineQueryResultCachedDocument(entry.id, title, entry.file_id, caption=caption)
