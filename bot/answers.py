"""Answers to presses: they only stop the button from spinning, so that one which fails stops no work."""

from html import unescape

import structlog
from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.desk import Desk, off_loop
from chat.texts import say
from jobs import keys

logger = structlog.get_logger()

#: Updates waiting in a chat above which presses that could as well come later are dropped.
MANY = 20
#: Seconds between two requests to press less.
CALM = 5


async def answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press; one that cannot be answered, or not any more, is handled all the same."""
    try:
        await query.answer(unescape(text) if text else text, show_alert=alert)  # Telegram takes no HTML here
    except TelegramError as trouble:
        logger.info("! press not answered", error=type(trouble).__name__)


async def too_fast(desk: Desk, query: CallbackQuery, bot: int, chat: int, language: str) -> bool:
    """Ask for patience where more presses wait than anybody can follow; the next ones are dropped unanswered.

    Returns:
        True: drop this press.
    """
    if await desk.waiting(bot, chat) <= MANY:
        return False
    if await off_loop(desk.store.redis.set, keys.hurry(chat), 1, nx=True, ex=CALM):
        await answer(query, say(language, "not-so-fast"))
    return True
