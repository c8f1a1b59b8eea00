"""Pictures, files, clips and stickers: how each goes into a message, and what Telegram calls it then."""

from typing import Any, Literal, TypeAlias

from telegram import (
    InputFile,
    InputMediaAnimation,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
)
from telegram.error import BadRequest
from telegram.ext import ExtBot

from chat.flood import Priority

#: As in :class:`jobs.record.Result`.
Kind: TypeAlias = Literal["photo", "document", "animation", "sticker"]
#: What an edit can put into a message; a sticker cannot.
InMessage: TypeAlias = InputMediaPhoto | InputMediaDocument | InputMediaAnimation

_MEDIA: dict[Kind, type[InMessage]] = {
    "photo": InputMediaPhoto,
    "document": InputMediaDocument,
    "animation": InputMediaAnimation,
}
#: What Telegram says of a ``file_id`` that it does not know, or no longer.
_WRONG_ID = (
    "wrong file identifier",
    "wrong file_id",
    "wrong remote file",
    "file_reference",
    "invalid file_id",
    "can't use file of type",
)


def media(kind: Kind, picture: bytes | str, file_name: str, caption: str) -> InMessage:
    """What an edit puts into a message.

    Args:
        kind: not a sticker.
        picture: its bytes, or its ``file_id``.
        caption: Telegram's HTML.
    """
    return _MEDIA[kind](picture, caption=caption, parse_mode="HTML", filename=file_name)


async def send(
    bot: ExtBot[Priority], kind: Kind, picture: bytes | str, file_name: str, caption: str, **common: Any
) -> Message:
    """Send a result as a new message; a sticker goes without its caption.

    Args:
        common: what each method of sending takes.
    """
    if kind == "sticker":
        sticker = InputFile(picture, filename=file_name) if isinstance(picture, bytes) else picture
        return await bot.send_sticker(sticker=sticker, **common)
    common |= {"caption": caption, "filename": file_name}
    if kind == "photo":
        return await bot.send_photo(photo=picture, **common)
    if kind == "animation":
        return await bot.send_animation(animation=picture, **common)
    return await bot.send_document(document=picture, **common)


def file_id_of(message: Message | bool | None) -> str:
    """What Telegram calls the picture in a message; empty: there is none."""
    if not isinstance(message, Message):
        return ""
    for one in (message.animation, message.sticker, message.document):  # an animation is a document as well
        if one is not None:
            return one.file_id
    return message.photo[-1].file_id if message.photo else ""


def wrong_file_id(refusal: BadRequest) -> bool:
    """Does Telegram not know this ``file_id``, or no longer?"""
    return any(words in refusal.message.lower() for words in _WRONG_ID)


def no_inline_mode(refusal: BadRequest) -> bool:
    """Does Telegram take no button that shares, since the bot's owner has not switched inline mode on?"""
    return "button_type_invalid" in refusal.message.lower()
