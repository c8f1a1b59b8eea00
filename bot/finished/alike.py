"""A job like an earlier one, in the chat and on the draft of now."""

from time import time

from telegram.ext import ExtBot

from bot.cards import card
from bot.cards.draft import Draft
from bot.cards.ordering import is_known, order, order_apart
from bot.desk import Desk, off_loop
from chat.flood import Priority
from jobs.history import History
from jobs.job import VERSION, Job, StylePart, job_id


async def order_like(
    desk: Desk, bot: ExtBot[Priority], draft: Draft, like: Job, update: int
) -> StylePart | None:
    """Order a job once more, once for each update.

    Args:
        draft: of the same photo, without a card; it is what the person has where nothing is ordered.
        like: what is ordered, but for its id and its place.

    Returns:
        A style of the operator's that no present worker has: nothing was ordered. None: it is.
    """
    number = job_id(bot.id, update)
    if await is_known(desk, number):
        return None
    wanted = like.model_copy(update={**_here(draft), "id": number})
    if away := await lacking(desk, wanted):
        return away
    if wanted.anew or await off_loop(History(desk.store.redis).same, wanted) is None:
        await order_apart(desk, bot, draft, wanted, update)
        return None
    opened = await card.open_card(desk, bot, draft, update)  # the same was painted before: it comes at once
    there = {"status_message": opened.card, "captioned": False}
    await order(desk, bot, opened, wanted.model_copy(update=there))
    return None


async def lacking(desk: Desk, job: Job) -> StylePart | None:
    """A style of the operator's that no present worker has; the styles of an enlargement only name it."""
    return None if job.purpose == "enlargement" else (await desk.offer()).lacks(job.styles, job.lane)


def _here(draft: Draft) -> dict[str, object]:
    return {
        "version": VERSION,
        "chat": draft.chat,
        "topic": draft.topic,
        "photo_message": draft.photo_message,
        "language": draft.language,
        "created": time(),
    }
