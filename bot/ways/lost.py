"""A press on a card of which nothing is known any more, not even its photo: the person is led on."""

from functools import partial

from telegram import CallbackQuery, Message
from telegram.ext import ExtBot

from bot.answers import answer
from bot.desk import Desk
from chat.flood import Priority
from chat.keyboards import ways as keyboards
from chat.texts import say


async def lead_on(
    desk: Desk, bot: ExtBot[Priority], query: CallbackQuery, message: Message, language: str, update: int
) -> None:
    """Say that the draft is forgotten, and offer the last pictures; to others that it is not their card."""
    photo = message.reply_to_message
    author = photo.from_user if photo else None
    if author is not None and not author.is_bot and author.id != query.from_user.id:
        await answer(query, say(language, "not-your-card"), alert=True)
        return
    await answer(query)
    send = partial(message.reply_text, say(language, "gone"), reply_markup=keyboards.pictures(language))
    await desk.once(bot.id, update, send)
