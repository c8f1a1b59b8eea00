"""/styles and /examples: look at styles, and choose one, also before there is a photo."""

from dataclasses import replace
from functools import partial

from telegram import InputMediaPhoto, Message
from telegram.error import BadRequest

from bot.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.letter import LINE, Letter
from bot.style_page import StylePage
from chat.edits import edit_words, no_message, not_modified
from jobs.sheets import Sheets


async def send(letter: Letter, verb: str) -> None:
    """Send the first page of ``styles`` or ``examples``."""
    page = await StylePage.of(letter.desk, verb, 0)
    await letter.desk.once(letter.bot.id, letter.update, partial(_send, letter, page), LINE)


async def _send(letter: Letter, page: StylePage) -> Message:
    words, answer = page.words(letter.language), letter.message
    if page.picture is None:
        return await answer.reply_text(words, reply_markup=page.buttons(letter.language))
    try:
        sent = await answer.reply_photo(
            page.picture, caption=words, reply_markup=page.buttons(letter.language)
        )
    except BadRequest:  # Telegram knows it no more
        page = await _forgotten(letter.desk, page)
        return await answer.reply_text(words, reply_markup=page.buttons(letter.language))
    await _note(letter.desk, page, sent)
    return sent


async def turn(press: BarePress, verb: str, number: int) -> None:
    """Show another page in the same message."""
    page = await StylePage.of(press.desk, verb, number)
    try:
        await _show(press, page)
    except BadRequest as refusal:
        if not not_modified(refusal) and not no_message(refusal):
            await _show(press, await _forgotten(press.desk, page))


async def _show(press: BarePress, page: StylePage) -> None:
    chat, message = press.message.chat_id, press.message.message_id
    words, buttons = page.words(press.language), page.buttons(press.language)
    if page.picture is None:
        shown = bool(press.message.photo)
        await edit_words(press.bot, words, chat, message, buttons, captioned=shown)
        return
    media = InputMediaPhoto(page.picture, caption=words, parse_mode="HTML")
    sent = await press.bot.edit_message_media(media, chat, message, reply_markup=buttons)
    if isinstance(sent, Message):
        await _note(press.desk, page, sent)


async def _note(desk: Desk, page: StylePage, sent: Message) -> None:
    if page.sheet and isinstance(page.picture, bytes) and sent.photo:
        sheets = Sheets(desk.store.redis, desk.results)
        await off_loop(sheets.note, page.sheet, sent.photo[-1].file_id)


async def _forgotten(desk: Desk, page: StylePage) -> StylePage:
    if page.sheet:
        await off_loop(Sheets(desk.store.redis, desk.results).forget, page.sheet)
    return replace(page, picture=None)
