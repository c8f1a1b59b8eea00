"""A whole bot of python-telegram-bot by polling, with nothing changed but its addresses."""

import asyncio

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.sandbox.conftest import opened, picture

CARD = InlineKeyboardMarkup([[InlineKeyboardButton("⚡ Fast", callback_data="v1|fast")]])


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text("Send me any photo")


async def show_card(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.set_reaction("👀")
    await update.message.reply_text("What shall I do?", reply_markup=CARD, do_quote=True)


async def paint(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer("On it")
    file = await query.message.reply_to_message.photo[-1].get_file()
    painted = bytes(await file.download_as_bytearray())
    await query.edit_message_media(InputMediaPhoto(painted, caption="ready"))


def build(sandbox: Sandbox) -> Application:
    builder = Application.builder().token(DEFAULT_TOKEN)
    builder = builder.base_url(f"{sandbox.base_url}/bot").base_file_url(f"{sandbox.base_url}/file/bot")
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.PHOTO, show_card))
    application.add_handler(CallbackQueryHandler(paint))
    return application


async def test_a_conversation_from_start_to_the_picture(sandbox: Sandbox, anna: Person) -> None:
    async with build(sandbox) as application:
        await application.start()
        await application.updater.start_polling()
        photo, painted = await asyncio.to_thread(_talk, anna)
        await application.updater.stop()
        await application.stop()

    assert anna.again(photo).reactions == ("👀",)
    assert painted.caption == "ready"
    assert opened(painted.download()).size == (640, 480)
    assert [message.from_bot for message in anna.messages()] == [False, True, False, True]


def _talk(anna: Person):
    anna.send_text("/start")
    anna.wait_for(lambda message: message.text == "Send me any photo", deadline_s=20)
    photo = anna.send_photo(picture(640, 480))
    card = anna.wait_for_reply(photo, deadline_s=20)
    press = anna.press("Fast", on=card)
    assert anna.wait_for_answer(press, deadline_s=20).text == "On it"
    return photo, anna.wait_for_photo(reply_to=photo, deadline_s=20)
