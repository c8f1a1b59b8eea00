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
from jobs.job import Photo, StylePart
from jobs.offer import SLOW, Way


def words(language: str, content: Photo) -> str:
    """What a fresh card says."""
    if not content.width:
        return say(language, "card-unknown-size")
    return say(language, "card", size=f"{content.width}×{content.height}")


async def times(desk: Desk, content: Photo) -> tuple[Estimate, Estimate]:
    """How long a fast style and an own style take from now."""
    fast = await _until_done(desk, Way(Method.MULTISTYLE, Lane.FAST), content)
    return fast, await _until_done(desk, SLOW, content)


async def _until_done(desk: Desk, way: Way, content: Photo) -> Estimate:
    return await off_loop(desk.estimates.until_done, desk.store, way.lane, way.method, content.megapixels)


async def open_card(desk: Desk, message: Message, content: Photo, person: int, language: str) -> Draft:
    """Answer a photo with a card."""
    fast, own = await times(desk, content)
    draft = Draft(
        chat=message.chat_id,
        card=0,
        person=person,
        topic=message.message_thread_id if message.is_topic_message else None,
        language=language,
        content=content,
        photo_message=message.message_id,
    )
    card = await message.reply_text(
        words(language, content),
        reply_markup=keyboards.card(draft, fast, own),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )
    draft = draft.changed(card=card.message_id)
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
    await edit(bot, draft, words(draft.language, draft.content), keyboards.card(draft, fast, own))


async def show_mix(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> None:
    """Show the styles chosen so far and the ways to paint them, or ask for the first."""
    language = draft.language
    if not draft.styles:
        await edit(bot, draft, say(language, "send-style"), keyboards.waiting_for_style(language))
        return
    slow, fast = await _runs(desk, draft)
    key = "mix-full" if draft.full else "mix"
    text = say(language, key, styles=styles_in_words(draft.styles, language))
    await edit(bot, draft, text, keyboards.mix(draft, slow, fast))


async def _runs(desk: Desk, draft: Draft) -> tuple[Estimate | None, Estimate | None]:
    """How long a careful and a fast run take; None: nobody can, and another way is open."""
    offer = await desk.offer()
    way = offer.fast_way(draft.styles)
    fast = await _until_done(desk, way, draft.content) if way else None
    if fast is not None and offer.lacks(draft.styles, Lane.SLOW):
        return None, fast
    return await _until_done(desk, SLOW, draft.content), fast


async def say_away(bot: ExtBot[Priority], draft: Draft, part: StylePart) -> None:
    """Say that no worker has one of the operator's styles now; the mix stays."""
    text = say(draft.language, "style-away", style=part.title or part.gallery or "")
    await edit(bot, draft, text, keyboards.waiting_for_style(draft.language))
