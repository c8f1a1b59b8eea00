"""The bot: which update goes to which handler."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    PreCheckoutQueryHandler,
    filters,
)

from bot import presses
from bot.cards import payments
from bot.desk import Desk
from bot.finished import history
from bot.operating import admin, broadcasting
from bot.operating.command_list import register
from bot.operating.known import is_welcome
from bot.pages import inline, privacy, queue_list, settings_page
from bot.types import App, Context
from bot.ways import commands, edited, photos, words
from chat.flood import Priority

Handler = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]

#: A GIF is a document too.
PICTURES = (
    filters.PHOTO
    | filters.Document.ALL
    | filters.Sticker.ALL
    | filters.ANIMATION
    | filters.VIDEO
    | filters.VIDEO_NOTE
)
JOINED = filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.CHAT_CREATED


def application(bot: ExtBot[Priority], desk: Desk) -> App:
    """Put handlers and bot together; it is not run: updates come through the inbox."""
    made = cast("App", Application.builder().bot(bot).updater(None).job_queue(None).build())
    made.add_handlers(handlers(desk))
    return made


def handlers(desk: Desk) -> list[BaseHandler[Update, Context, None]]:
    """The table of contents: first match wins."""

    def to(handler: Handler) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        async def handle(update: Update, context: Context) -> None:
            if await is_welcome(desk, update):
                await handler(desk, update, context)

        return handle

    operators = filters.User(user_id=desk.settings.operators)

    return [
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, to(edited.receive)),
        CommandHandler("start", to(words.start)),
        CommandHandler("help", to(words.help_)),
        CommandHandler("cancel", to(words.cancel)),
        CommandHandler(["style", "nst", "gan"], to(commands.receive)),
        CommandHandler(["styles", "examples"], to(commands.look)),
        CommandHandler("queue", to(queue_list.queue)),
        CommandHandler("history", to(history.history)),
        CommandHandler("settings", to(settings_page.settings_)),
        CommandHandler("privacy", to(privacy.privacy)),
        CommandHandler("delete_me", to(privacy.delete_me)),
        CommandHandler("paysupport", to(payments.support)),
        CommandHandler("terms", to(payments.terms)),
        CommandHandler("admin", to(admin.admin), operators),
        CommandHandler("ban", to(admin.ban), operators),
        CommandHandler("unban", to(admin.unban), operators),
        CommandHandler("broadcast", to(broadcasting.broadcast), operators),
        MessageHandler(filters.SUCCESSFUL_PAYMENT, to(payments.paid)),
        PreCheckoutQueryHandler(to(payments.check)),
        MessageHandler(filters.UpdateType.MESSAGE & PICTURES, to(photos.receive)),
        CallbackQueryHandler(to(presses.receive)),
        InlineQueryHandler(to(inline.receive)),
        MessageHandler(filters.UpdateType.MESSAGE & JOINED, to(words.introduce)),
        MessageHandler(filters.UpdateType.MESSAGE & filters.COMMAND, to(words.unknown)),
        MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL & ~PICTURES, to(words.text)),
    ]


async def introduce(bot: ExtBot[Priority], desk: Desk) -> None:
    """Register the commands that there are, by scope and language."""
    known = {
        name for handler in handlers(desk) if isinstance(handler, CommandHandler) for name in handler.commands
    }
    await register(bot, known, desk.settings.operators)
