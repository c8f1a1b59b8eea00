"""The bot: which update goes to which handler."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

import structlog
from redis.exceptions import RedisError
from telegram import BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot import photos, presses, words
from bot.desk import Desk
from bot.order_of_updates import ChatByChat
from bot.people import person_of
from bot.types import App, Context
from chat.bot_api import bot
from chat.texts import LANGUAGES, say
from jobs.redis import connect, wait_for
from jobs.settings import Settings
from jobs.store import Store

logger = structlog.get_logger()

Handler = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]

#: Shown by Telegram's menu button.
COMMANDS = {
    "en": {"start": "What this bot does", "help": "How it works", "cancel": "Forget my choice"},
    "ru": {"start": "Что умеет бот", "help": "Как это работает", "cancel": "Забыть мой выбор"},
}

PICTURES = filters.PHOTO | filters.Document.ALL


def application(settings: Settings) -> App:
    """Put the bot together; nothing runs yet.

    Raises:
        jobs.errors.StoreMismatch: the results lie elsewhere than the other processes'.
        redis.exceptions.RedisError: Redis did not answer in time.
    """
    redis = connect(str(settings.redis_url))
    wait_for(redis)
    desk = Desk.of(settings, Store(redis))
    desk.results.check_shared(redis)
    # The builder forgets the rate limiter's type.
    made = cast(
        "App",
        Application.builder()
        .bot(bot(settings, redis))
        .concurrent_updates(ChatByChat())
        .job_queue(None)
        .post_init(_introduce)
        .build(),
    )
    made.add_handlers(handlers(desk))
    made.add_error_handler(_broken)
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


async def _introduce(made: App) -> None:
    """Register the commands, per language."""
    try:
        for language in LANGUAGES:
            commands = [BotCommand(name, text) for name, text in COMMANDS[language].items()]
            code = "" if language == LANGUAGES[0] else language
            await made.bot.set_my_commands(commands, language_code=code)
    except TelegramError as trouble:  # the menu is a convenience, the bot works without
        logger.warning("! commands not registered", error=type(trouble).__name__)
    logger.info("bot ready")


async def _broken(update: object, context: Context) -> None:
    """The outermost edge: log what broke, and never leave a person without a word."""
    away = isinstance(context.error, RedisError)
    logger.error("! a handler broke", error=type(context.error).__name__, exc_info=context.error)
    if not isinstance(update, Update) or update.effective_user is None:
        return
    _, language = person_of(update)
    text = say(language, "busy" if away else "broken")
    if update.callback_query is not None:
        await update.callback_query.answer(text, show_alert=True)
    elif update.effective_message is not None:
        await update.effective_message.reply_text(text)
