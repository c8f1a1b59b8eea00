"""The card: one message under a photo on which everything is chosen."""

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.desk import Desk, off_loop
from bot.drafts import Draft
from chat import keyboards
from chat.deliver import not_modified
from chat.flood import Priority
from chat.status import styles_in_words
from chat.texts import say
from jobs.catalogue import Lane, Method
from jobs.estimates import Estimate
from jobs.job import Photo


def words(language: str, content: Photo) -> str:
    """What a fresh card says."""
    if not content.width:
        return say(language, "card-unknown-size")
    return say(language, "card", size=f"{content.width}×{content.height}")


async def times(desk: Desk, content: Photo) -> tuple[Estimate, Estimate]:
    """How long a fast style and an own style take from now."""
    until_done, megapixels = desk.estimates.until_done, content.megapixels
    fast = await off_loop(until_done, desk.store, Lane.FAST, Method.MULTISTYLE, megapixels)
    own = await off_loop(until_done, desk.store, Lane.SLOW, Method.GATYS, megapixels)
    return fast, own


async def open_card(desk: Desk, message: Message, content: Photo, person: int, language: str) -> Draft:
    """Answer a photo with a card."""
    fast, own = await times(desk, content)
    card = await message.reply_text(
        words(language, content),
        reply_markup=keyboards.card(language, fast, own, 1.0),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )
    draft = Draft(
        chat=message.chat_id,
        card=card.message_id,
        person=person,
        topic=message.message_thread_id if message.is_topic_message else None,
        language=language,
        content=content,
        photo_message=message.message_id,
    )
    await off_loop(desk.drafts.save, draft)
    return draft


async def edit(bot: ExtBot[Priority], draft: Draft, text: str, buttons: InlineKeyboardMarkup | None) -> None:
    """Change what a card shows; that it shows this already is no error."""
    try:
        await bot.edit_message_text(text, chat_id=draft.chat, message_id=draft.card, reply_markup=buttons)
    except BadRequest as refusal:
        if not not_modified(refusal):
            raise


async def show_start(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> None:
    """Show the first page of a card."""
    fast, own = await times(desk, draft.content)
    buttons = keyboards.card(draft.language, fast, own, draft.strength)
    await edit(bot, draft, words(draft.language, draft.content), buttons)


async def show_mix(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> None:
    """Show the styles chosen so far, or ask for the first."""
    language = draft.language
    if not draft.styles:
        await edit(bot, draft, say(language, "send-style"), keyboards.waiting_for_style(language))
        return
    _, own = await times(desk, draft.content)
    key = "mix-full" if draft.full else "mix"
    text = say(language, key, styles=styles_in_words(draft.styles, language))
    await edit(bot, draft, text, keyboards.mix(language, draft.styles, own, draft.strength))
