"""A request that was painted for the same person before is answered at once, by what Telegram keeps."""

from telegram.ext import ExtBot

from bot.cards.drafts import Draft
from bot.desk import Desk, off_loop
from chat.deliver import Delivery
from chat.flood import Priority
from jobs.before import Before
from jobs.history import History
from jobs.job import Job
from jobs.queue import limits_of
from jobs.work import Work


async def answered(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job) -> bool:
    """Let the card become the picture that the same request gave; begun again, it does what is left.

    From here on the job is delivered like every other: once, whoever is killed. Where Telegram no longer
    knows the picture, the job is queued after all.

    Returns:
        False: it is to be painted.
    """
    redis = desk.store.redis
    entry = None if job.anew else await off_loop(History(redis).same, job)
    if entry is None or entry.kind == "sticker":  # no edit puts a sticker into a card
        return False
    hand = limits_of(job.lane).hand
    size = Work.of(job).largest
    allowed = await off_loop(desk.estimates.allowed, job.method, entry.result.device, size)
    fence = await off_loop(Before(redis).hand_in, job, entry, allowed=allowed, hand=hand)
    if fence:
        await Delivery(bot, desk.store, desk.results).deliver(job.id, fence)
    await off_loop(desk.drafts.hand_in, draft, job.id)
    return True
