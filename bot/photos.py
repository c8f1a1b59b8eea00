"""Photos and files that people send: a content, a style that was asked for, or neither."""

from functools import partial

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import card
from bot.desk import Desk, off_loop
from bot.drafts import Draft
from bot.people import person_of
from bot.pictures import picture_in, too_big
from bot.types import Context
from chat.texts import say
from jobs.job import Photo


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Take a photo or a file: every one gets an answer."""
    message = update.effective_message
    if message is None or not _for_the_bot(message, context):
        return
    person, language = await person_of(desk, update)
    picture = picture_in(message)
    if picture is None or too_big(message):
        send = partial(message.reply_text, _refusal(message, language), do_quote=True)
        await desk.once(context.bot.id, update.update_id, send)
        return
    await _react(message)
    draft = await _asked_for(desk, message, person)
    if draft is None or not await _take_style(desk, context, draft, picture, update.update_id):
        fresh = Draft.of_photo(message, picture, person, language)
        await card.open_card(desk, context.bot, fresh, update.update_id)


def _for_the_bot(message: Message, context: Context) -> bool:
    """In a group, only what replies to the bot or mentions it is meant for it."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    replied = message.reply_to_message
    answers = replied is not None and replied.from_user is not None and replied.from_user.id == context.bot.id
    return answers or f"@{context.bot.username}".lower() in (message.caption or "").lower()


def _refusal(message: Message, language: str) -> str:
    megabytes = too_big(message)
    return (
        say(language, "too-big-to-fetch", megabytes=megabytes) if megabytes else say(language, "not-an-image")
    )


async def _react(message: Message) -> None:
    """Show at once that the photo was seen; not every chat allows it."""
    try:
        await message.set_reaction("👀")
    except TelegramError:
        return


async def _asked_for(desk: Desk, message: Message, person: int) -> Draft | None:
    """The draft that this picture is a style for: the one that asked, or the card it replies to."""
    replied = message.reply_to_message.message_id if message.reply_to_message else None
    awaited = await off_loop(desk.drafts.awaited, message.chat_id, person)
    for number in (replied, awaited):
        if number is not None:
            draft = await off_loop(desk.drafts.load, message.chat_id, number)
            if draft is not None and draft.person == person and not draft.job:
                return draft
    return None


async def _take_style(desk: Desk, context: Context, draft: Draft, picture: Photo, update: int) -> bool:
    """Add a style picture to a mix, once; False: its card was deleted, so that nobody asks for styles."""
    # A full mix stays as it is and says so; the picture is not silently dropped for another.
    changed = draft.after(update, draft.with_picture(picture))
    await off_loop(desk.drafts.save, changed)
    await off_loop(desk.drafts.await_styles, changed)
    if await card.show_mix(desk, context.bot, changed):
        return True
    await off_loop(desk.drafts.forget, changed)
    return False
