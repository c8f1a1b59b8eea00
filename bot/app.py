"""The bot: which update goes to which handler."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

import structlog
from telegram import BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot import photos, presses, words
from bot.desk import Desk
from bot.types import App, Context
from chat.flood import Priority
from chat.texts import LANGUAGES

logger = structlog.get_logger()

Handler = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]

#: Shown by Telegram's menu button.
COMMANDS = {
    "en": {"start": "What this bot does", "help": "How it works", "cancel": "Forget my choice"},
    "ru": {"start": "Что умеет бот", "help": "Как это работает", "cancel": "Забыть мой выбор"},
}

PICTURES = filters.PHOTO | filters.Document.ALL


def application(bot: ExtBot[Priority], desk: Desk) -> App:
    """Put handlers and bot together; it is not run: updates come through the inbox."""
    made = cast("App", Application.builder().bot(bot).updater(None).job_queue(None).build())
    made.add_handlers(handlers(desk))
    return made


def handlers(desk: Desk) -> list[BaseHandler[Update, Context, None]]:
    """The table of contents: first match wins."""

    def to(handler: Handler) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        return lambda update, context: handler(desk, update, context)

    return [
        CommandHandler("start", to(words.start)),
        CommandHandler("help", to(words.help_)),
        CommandHandler("cancel", to(words.cancel)),
        MessageHandler(filters.UpdateType.MESSAGE & PICTURES, to(photos.receive)),
        CallbackQueryHandler(to(presses.receive)),
        MessageHandler(filters.UpdateType.MESSAGE & filters.COMMAND, to(words.unknown)),
        MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL & ~PICTURES, to(words.text)),
    ]


async def introduce(bot: ExtBot[Priority]) -> None:
    """Register the commands, per language."""
    try:
        for language in LANGUAGES:
            commands = [BotCommand(name, text) for name, text in COMMANDS[language].items()]
            code = "" if language == LANGUAGES[0] else language
            await bot.set_my_commands(commands, language_code=code)
    except TelegramError as trouble:  # the menu is a convenience, the bot works without
        logger.warning("! commands not registered", error=type(trouble).__name__)
