"""What a card shows: words and buttons, below a picture once it has shown a contact sheet."""

from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.cards.draft import Draft, Page
from bot.desk import Desk, off_loop
from chat.edits import edit_words, no_message, not_modified
from chat.flood import Priority
from chat.show import settling
from jobs.doubts import Doubts


async def turn(
    desk: Desk,
    bot: ExtBot[Priority],
    draft: Draft,
    page: Page,
    text: str,
    buttons: InlineKeyboardMarkup | None,
) -> bool:
    """Keep a draft on a page of words and buttons, and show it.

    Returns:
        False: the person has deleted the card.
    """
    there = draft.changed(page=page)
    await off_loop(desk.drafts.save, there)
    return await edit(desk, bot, there, text, buttons)


async def edit(
    desk: Desk, bot: ExtBot[Priority], draft: Draft, text: str, buttons: InlineKeyboardMarkup | None
) -> bool:
    """Change what a card says; one that shows a contact sheet shows the person's own photo again.

    Returns:
        False: the person has deleted the card.
    """
    own = draft.content.file_id if draft.captioned and draft.content.kind == "photo" else None
    try:
        return await _edit(desk, bot, draft, text, buttons, own) is not None
    except BadRequest:  # Telegram knows the file id no more
        if own is None:
            raise
    return await _edit(desk, bot, draft, text, buttons, None) is not None


async def edit_sheet(
    desk: Desk,
    bot: ExtBot[Priority],
    draft: Draft,
    text: str,
    buttons: InlineKeyboardMarkup,
    sheet: str | bytes,
) -> Message | bool | None:
    """Show a picture on a card, with its words as the caption.

    Args:
        draft: kept as one whose card shows a picture: killed in the middle, words are edited either way.
        sheet: Telegram's ``file_id`` or the bytes.

    Returns:
        The message as Telegram has it now; True where it was so already; False: Telegram does not take the
        picture, and nothing was changed; None: the person has deleted the card.
    """
    try:
        return await _edit(desk, bot, draft, text, buttons, sheet)
    except BadRequest:
        return False


async def _edit(
    desk: Desk,
    bot: ExtBot[Priority],
    draft: Draft,
    text: str,
    buttons: InlineKeyboardMarkup | None,
    picture: str | bytes | None,
) -> Message | bool | None:
    """Make an edit that is marked, with a picture or without.

    Where nobody knows whether it arrived, the picture that comes later is repeated after it. Where a bot was
    killed in the middle, its lease of the chat outlasts the time an edit is on its way.
    """
    doubts = Doubts(desk.store.redis)
    await off_loop(doubts.begin, draft.chat, draft.card, "card")
    try:
        async with settling(doubts, draft.chat, draft.card, "card"):
            if picture is not None:
                return await _edit_media(bot, draft, text, buttons, picture)
            return await edit_words(bot, text, draft.chat, draft.card, buttons, captioned=draft.captioned)
    except BadRequest as refusal:
        if no_message(refusal):
            return None
        if not not_modified(refusal):
            raise
    return True


async def _edit_media(
    bot: ExtBot[Priority],
    draft: Draft,
    text: str,
    buttons: InlineKeyboardMarkup | None,
    picture: str | bytes,
) -> Message | bool:
    media = InputMediaPhoto(picture, caption=text)
    return await bot.edit_message_media(
        media, chat_id=draft.chat, message_id=draft.card, reply_markup=buttons
    )
