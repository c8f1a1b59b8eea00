"""The card: one message under a photo on which everything is chosen."""

from functools import partial

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.desk import Desk, off_loop
from bot.drafts import Draft
from chat.edits import edit_words, no_message, not_modified
from chat.flood import Priority
from chat.keyboards import card as keyboards
from chat.show import settling
from chat.status import styles_in_words
from chat.texts import say
from jobs.catalogue import Lane, Method
from jobs.doubts import Doubts
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


async def open_card(desk: Desk, bot: ExtBot[Priority], draft: Draft, update: int) -> Draft:
    """Send a card for a draft's photo, as the update asks; returns the draft that now stands on it."""
    fast, own = await times(desk, draft.content)
    send = partial(
        bot.send_message,
        draft.chat,
        words(draft.language, draft.content),
        reply_markup=keyboards.card(draft, fast, own),
        message_thread_id=draft.topic,
        reply_parameters=ReplyParameters(draft.photo_message, allow_sending_without_reply=True),
    )
    opened = draft.changed(card=await desk.once(bot.id, update, send), applied=update)
    await off_loop(desk.drafts.save, opened)
    return opened


async def edit(
    desk: Desk, bot: ExtBot[Priority], draft: Draft, text: str, buttons: InlineKeyboardMarkup | None
) -> bool:
    """Change what a card shows; that it shows this already is no error.

    The edit is marked: where nobody knows whether it arrived, the picture that comes later is repeated after
    it. Where a bot was killed in the middle, its lease of the chat outlasts the time an edit is on its way.

    Returns:
        False: the person has deleted the card.
    """
    doubts = Doubts(desk.store.redis)
    await off_loop(doubts.begin, draft.chat, draft.card, "card")
    try:
        async with settling(doubts, draft.chat, draft.card, "card"):
            await edit_words(bot, text, draft.chat, draft.card, buttons, captioned=draft.captioned)
    except BadRequest as refusal:
        if no_message(refusal):
            return False
        if not not_modified(refusal):
            raise
    return True


async def show_start(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> None:
    """Show the first page of a card."""
    fast, own = await times(desk, draft.content)
    await edit(desk, bot, draft, words(draft.language, draft.content), keyboards.card(draft, fast, own))


async def show_mix(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> bool:
    """Show the styles chosen so far and the ways to paint them, or ask for the first.

    Returns:
        False: the person has deleted the card.
    """
    language = draft.language
    if not draft.styles:
        asking = keyboards.waiting_for_style(language)
        return await edit(desk, bot, draft, say(language, "send-style"), asking)
    slow, fast = await _runs(desk, draft)
    key = "mix-full" if draft.full else "mix"
    text = say(language, key, styles=styles_in_words(draft.styles, language))
    return await edit(desk, bot, draft, text, keyboards.mix(draft, slow, fast))


async def _runs(desk: Desk, draft: Draft) -> tuple[Estimate | None, Estimate | None]:
    """How long a careful and a fast run take; None: nobody can, and another way is open."""
    offer = await desk.offer()
    way = offer.fast_way(draft.styles)
    fast = await _until_done(desk, way, draft.content) if way else None
    if fast is not None and offer.lacks(draft.styles, Lane.SLOW):
        return None, fast
    return await _until_done(desk, SLOW, draft.content), fast


async def say_away(desk: Desk, bot: ExtBot[Priority], draft: Draft, part: StylePart) -> None:
    """Say that no worker has one of the operator's styles now; the mix stays."""
    text = say(draft.language, "style-away", style=part.title or part.gallery or "")
    await edit(desk, bot, draft, text, keyboards.waiting_for_style(draft.language))
