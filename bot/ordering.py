"""A draft becomes a job: the card turns into the status message, then the queue is told."""

from time import time

from telegram.ext import ExtBot

from bot import card
from bot.desk import Desk, off_loop
from bot.drafts import Draft
from chat import keyboards, status
from chat.flood import Priority
from chat.texts import say
from jobs.catalogue import Lane
from jobs.job import Job, StylePart, job_id
from jobs.offer import Way
from jobs.queue import enqueue
from jobs.store import Accepted, Place


def job_from(draft: Draft, parts: tuple[StylePart, ...], way: Way, bot: int, update: int) -> Job:
    """Freeze a draft into a job; the same update always gives the same one."""
    return Job(
        id=job_id(bot, update),
        person=draft.person,
        chat=draft.chat,
        topic=draft.topic,
        photo_message=draft.photo_message,
        status_message=draft.card,
        language=draft.language,
        content=draft.content,
        styles=parts,
        method=way.method,
        lane=way.lane,
        strength=draft.strength,
        colours=draft.colours,
        arrangement=draft.arrangement,
        created=time(),
    )


async def is_known(desk: Desk, job: str) -> bool:
    """Was the update that asks for a job handled before? By now a worker may own the status message."""
    return await off_loop(desk.store.record, job) is not None


async def order(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job) -> Accepted:
    """Queue a job and show where it stands.

    The status is written before the record: once the record is there a worker may own the message.
    """
    if await is_known(desk, job.id):
        return Accepted.KNOWN
    megapixels = job.content.megapixels
    waiting, _ = await off_loop(desk.store.load, job.lane)
    until_done = await off_loop(
        desk.estimates.until_done, desk.store, job.lane, job.method, megapixels, waiting
    )
    place = Place(place=waiting + 1, of=waiting + 1)
    await card.edit(bot, draft, status.queued(job, place, until_done), keyboards.status(job))
    workers = await off_loop(desk.presence.present, job.lane)
    device = workers[0].device if workers else "cpu"
    allowed = await off_loop(desk.estimates.allowed, job.method, device, megapixels)
    accepted = await enqueue(desk.store, job, allowed=allowed)
    await _after(desk, bot, draft, job, accepted, place)
    return accepted


async def _after(
    desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job, accepted: Accepted, place: Place
) -> None:
    limit = desk.settings.slow_waiting if job.lane is Lane.SLOW else desk.settings.fast_waiting
    if accepted is Accepted.REFUSED:
        refusal = say(job.language, "refused", limit=limit, held=desk.settings.held)
        await card.edit(bot, draft, refusal, keyboards.try_later(job.language))
        return
    await off_loop(desk.drafts.stop_awaiting, draft.chat, draft.person)
    if accepted is Accepted.QUEUED:
        await off_loop(desk.store.shown, job.id, place.place)
    elif accepted is Accepted.HELD:
        await card.edit(bot, draft, status.held(job, limit), keyboards.status(job))
