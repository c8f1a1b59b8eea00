"""Commands and plain text: help, and a hint for the present state, never silence."""

from functools import partial

from telegram import Update
from telegram.constants import ChatType

from bot import card
from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.types import Context
from chat.texts import say


async def start(desk: Desk, update: Update, context: Context) -> None:
    """Say what this bot does."""
    await _reply(desk, update, context, "start", hours=desk.settings.results_hours)


async def help_(desk: Desk, update: Update, context: Context) -> None:
    """Say how it works."""
    await _reply(desk, update, context, "help")


async def cancel(desk: Desk, update: Update, context: Context) -> None:
    """Forget the card that waits for style pictures."""
    person, language = await person_of(desk, update)
    chat = update.effective_chat
    if chat is None:
        return
    number = await off_loop(desk.drafts.awaited, chat.id, person)
    draft = await off_loop(desk.drafts.load, chat.id, number) if number else None
    if draft is None or draft.job:
        await off_loop(desk.drafts.stop_awaiting, chat.id, person)
        await _reply(desk, update, context, "nothing-to-cancel")
        return
    await card.edit(desk, context.bot, draft, say(language, "closed"), None)
    await _reply(desk, update, context, "cancelled-draft")
    await off_loop(desk.drafts.forget, draft)  # last: what is begun again finds it


async def unknown(desk: Desk, update: Update, context: Context) -> None:
    """A command that is not ours; in a group it may be another bot's."""
    if _private(update):
        await _reply(desk, update, context, "unknown-command")


async def text(desk: Desk, update: Update, context: Context) -> None:
    """Words that no handler knows."""
    if not _private(update) or update.effective_chat is None:
        return
    person, _language = await person_of(desk, update)
    awaited = await off_loop(desk.drafts.awaited, update.effective_chat.id, person)
    await _reply(desk, update, context, "hint-style" if awaited else "hint")


def _private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE


async def _reply(desk: Desk, update: Update, context: Context, key: str, **values: str | float) -> None:
    """Answer in words, once for each update."""
    _, language = await person_of(desk, update)
    if update.effective_message is not None:
        send = partial(update.effective_message.reply_text, say(language, key, **values))
        await desk.once(context.bot.id, update.update_id, send)
