"""Answers in words to what a person wrote, once for each update."""

from functools import partial

from telegram import InlineKeyboardMarkup, Update

from bot.desk import Desk
from bot.types import Context


async def reply(
    desk: Desk, update: Update, context: Context, text: str, buttons: InlineKeyboardMarkup | None = None
) -> None:
    """Answer the message of an update; one that is handled again is not answered twice."""
    message = update.effective_message
    if message is not None:
        send = partial(message.reply_text, text, reply_markup=buttons)
        await desk.once(context.bot.id, update.update_id, send)
