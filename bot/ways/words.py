"""Plain text, and the commands that explain and forget: a hint for the present state, never silence."""

import re

from telegram import Message, Update

from bot.cards import card
from bot.cards.pictures import refusal
from bot.desk import Desk, off_loop
from bot.types import Context
from bot.ways.asked import Asked, find
from bot.ways.chosen import Choices
from bot.ways.hints import hint, say_help
from bot.ways.letter import Letter
from bot.ways.naming import can_be_had, named, with_named
from bot.ways.opening import open_choice, prefilled
from bot.ways.targets import answered, draft_for, is_ours
from bot.ways.typed import take_style, take_words
from chat.keyboards import ways as keyboards
from chat.texts import language, say

#: What a deep link carries that names a style.
STYLE = "style_"


async def start(desk: Desk, update: Update, context: Context) -> None:
    """Say what this bot does; a deep link may have chosen a style."""
    letter = await Letter.of(desk, update, context)
    if letter is None:
        return
    payload = (letter.message.text or "").partition(" ")[2].strip()
    if payload.startswith(STYLE):
        name = payload.removeprefix(STYLE)
        if style := await named(letter, Asked(command="style", name=name)):
            await take_style(letter, style, None)
        return
    if not letter.private:  # a photo that is sent there without a word to the bot is not for it
        await letter.reply("introduction", name=context.bot.username)
        return
    hours, pairs = desk.settings.results_hours, len((await desk.offer()).translations())
    await letter.reply("start", hours=hours, pairs=pairs, buttons=keyboards.start(letter.language))


async def help_(desk: Desk, update: Update, context: Context) -> None:
    """Say how it works, and how long it takes now."""
    if letter := await Letter.of(desk, update, context):
        await say_help(letter)


async def cancel(desk: Desk, update: Update, context: Context) -> None:
    """Forget the card that the person works on, and what was chosen for a photo to come."""
    letter = await Letter.of(desk, update, context)
    if letter is None:
        return
    draft = await letter.live()
    choices = Choices(desk.store.redis)
    chosen = await off_loop(choices.is_there, letter.chat, letter.person)
    if draft is not None:
        await card.edit(desk, context.bot, draft, say(letter.language, "closed"), None)
    await letter.reply("cancelled-draft" if draft or chosen else "nothing-to-cancel")
    await off_loop(choices.forget, letter.chat, letter.person)
    if draft is not None:
        await off_loop(desk.drafts.forget, draft)  # last: what is begun again finds it
    else:
        await off_loop(desk.drafts.stop_awaiting, letter.chat, letter.person)


async def unknown(desk: Desk, update: Update, context: Context) -> None:
    """A command that is not ours; in a group it may be another bot's."""
    letter = await Letter.of(desk, update, context)
    if letter is not None and (letter.private or letter.mentioned):
        await letter.reply("unknown-command" if letter.private else "unknown-command-group")


async def introduce(desk: Desk, update: Update, context: Context) -> None:
    """Say in one line what this bot does in a group that it was just taken into."""
    message, user = update.effective_message, update.effective_user
    if message is None or not (message.group_chat_created or _joined(message, context.bot.id)):
        return
    text = say(language(user.language_code if user else None), "introduction", name=context.bot.username)
    await desk.once(context.bot.id, update.update_id, lambda: message.reply_text(text, do_quote=False))


def _joined(message: Message, bot: int) -> bool:
    return any(member.id == bot for member in message.new_chat_members)


async def text(desk: Desk, update: Update, context: Context) -> None:
    """Do what typed words say, where they say something; otherwise give a hint."""
    letter = await Letter.of(desk, update, context)
    if letter is None:
        return
    said = re.sub(
        rf"@{re.escape(context.bot.username)}\b", "", letter.message.text or "", flags=re.IGNORECASE
    ).strip()
    replied = answered(letter)
    if replied and letter.mentioned and not is_ours(letter, replied) and refusal(replied) is None:
        await _open_for(letter, replied, said)
    elif not said and letter.mentioned:
        await letter.reply("introduction", name=context.bot.username)
    elif not await take_words(letter, said) and await _wants_an_answer(letter, replied):
        await hint(letter)


async def _open_for(letter: Letter, replied: Message, said: str) -> None:
    """Open a card for the photo in answer to which the bot is mentioned, with the style that is named."""
    draft = draft_for(letter, replied)
    if draft is None:
        return
    draft = await prefilled(letter, draft)
    style = find(can_be_had(await letter.desk.offer()), said)
    await open_choice(letter, with_named(draft, style, None) if style else draft)


async def _wants_an_answer(letter: Letter, replied: Message | None) -> bool:
    """In a group, words in answer to a picture of the bot's are a comment; to an open card they are not."""
    if letter.private or letter.mentioned or replied is None:
        return True
    return await letter.draft_of(replied.message_id) is not None
