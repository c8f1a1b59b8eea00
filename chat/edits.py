"""Words of a message that has a text or, once it shows a picture, a caption; what refusals to edit mean."""

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest
from telegram.ext import ExtBot

from chat.flood import Priority

#: What Telegram says when the message is not there, or no longer ours to edit.
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")
#: What it says to the edit of a text where there is a caption, and the other way round.
_OTHER_KIND = ("there is no text in the message to edit", "there is no caption in the message to edit")


async def edit_words(
    bot: ExtBot[Priority],
    text: str,
    chat: int,
    message: int,
    buttons: InlineKeyboardMarkup | None,
    *,
    captioned: bool = False,
    priority: Priority | None = None,
) -> Message | bool:
    """Change what a message of ours says, and its buttons.

    Args:
        captioned: the message is thought to show a picture; where it is not so, the other edit is made.

    Raises:
        telegram.error.TelegramError: Telegram refused or did not answer.
    """
    try:
        return await _edit(bot, text, chat, message, buttons, captioned, priority)
    except BadRequest as refusal:
        if not any(words in refusal.message.lower() for words in _OTHER_KIND):
            raise
    return await _edit(bot, text, chat, message, buttons, not captioned, priority)


async def _edit(
    bot: ExtBot[Priority],
    text: str,
    chat: int,
    message: int,
    buttons: InlineKeyboardMarkup | None,
    captioned: bool,
    priority: Priority | None,
) -> Message | bool:
    if captioned:
        return await bot.edit_message_caption(
            chat_id=chat, message_id=message, caption=text, reply_markup=buttons, rate_limit_args=priority
        )
    return await bot.edit_message_text(
        text, chat_id=chat, message_id=message, reply_markup=buttons, rate_limit_args=priority
    )


def not_modified(refusal: BadRequest) -> bool:
    """Telegram's proof that an edit arrived before."""
    return "message is not modified" in refusal.message.lower()


def no_message(refusal: BadRequest) -> bool:
    """Is the message that was to be edited not there, or no longer ours?"""
    return any(words in refusal.message.lower() for words in _NO_MESSAGE)
