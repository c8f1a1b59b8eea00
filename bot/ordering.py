"""A draft becomes a job: the card turns into the status message, then the queue is told."""

from dataclasses import dataclass
from time import time

from telegram.ext import ExtBot

from bot import card
from bot.desk import Desk, off_loop
from bot.drafts import Draft
from chat import status
from chat.flood import Priority
from chat.keyboards import card as card_keyboards
from chat.keyboards import job as job_keyboards
from chat.texts import say
from chat.times import spell_estimate
from jobs import keys
from jobs.catalogue import Lane
from jobs.estimates import Estimate
from jobs.job import Job, StylePart, job_id
from jobs.offer import Way
from jobs.queue import enqueue, limits_of
from jobs.store import Accepted, Place


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What a job can expect, were it handed in now."""

    fate: Accepted
    place: Place
    #: From now to the picture.
    until_done: Estimate
    #: Seconds of painting after which it is stopped.
    allowed: float


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
        longest=draft.longest,
        as_file=draft.as_file,
        captioned=draft.captioned,
        created=time(),
    )


async def is_known(desk: Desk, job: str) -> bool:
    """Was the update that asks for a job handled before? By now a worker may own the status message."""
    return bool(await off_loop(desk.store.redis.exists, keys.job(job)))


async def order(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job) -> Accepted:
    """Show where a job will stand, and queue it.

    The status is written before the record, and says what will be true: once the record is there a worker may
    own the message, and the bot touches it no more. Where others were faster in between, the clerk puts the
    place right. Killed anywhere here, the bot begins again and does what is left.
    """
    if await is_known(desk, job.id):
        return Accepted.KNOWN
    prospect = await off_loop(_prospect, desk, job)
    if prospect.fate in (Accepted.REFUSED, Accepted.FULL):
        await _decline(desk, bot, draft, job, prospect.fate)
        return prospect.fate
    await card.edit(desk, bot, draft, _words(job, prospect), job_keyboards.status(job))
    await off_loop(desk.drafts.hand_in, draft, job.id)
    accepted = await enqueue(desk.store, job, allowed=prospect.allowed)
    if accepted in (Accepted.REFUSED, Accepted.FULL):  # others were faster: no job came of it
        await _decline(desk, bot, draft, job, accepted)
    elif accepted is prospect.fate is Accepted.QUEUED:
        await off_loop(desk.store.shown, job.id, prospect.place.place)
    return accepted


def _prospect(desk: Desk, job: Job) -> Prospect:
    fate = desk.store.outlook(job.lane, job.person, limits_of(job.lane))
    waiting, _ = desk.store.load(job.lane)
    workers = desk.presence.present(job.lane)
    device, megapixels = workers[0].device if workers else "cpu", job.content.megapixels
    return Prospect(
        fate=fate,
        place=Place(place=waiting + 1, of=waiting + 1),
        until_done=desk.estimates.until_done(desk.store, job.lane, job.method, megapixels, waiting),
        allowed=desk.estimates.allowed(job.method, device, megapixels),
    )


def _words(job: Job, prospect: Prospect) -> str:
    if prospect.fate is Accepted.HELD:
        return status.held(job, limits_of(job.lane).hand)
    return status.queued(job, prospect.place, prospect.until_done)


async def _decline(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job, why: Accepted) -> None:
    """Say on the card, which stays one, why it becomes no job, and what can be done instead."""
    await off_loop(desk.drafts.save, draft)
    language, limits = job.language, limits_of(job.lane)
    if why is Accepted.REFUSED:
        refusal = say(language, "refused", limit=limits.hand, held=limits.held)
        await card.edit(desk, bot, draft, refusal, card_keyboards.try_later(language))
        return
    waiting, _ = await off_loop(desk.store.load, job.lane)
    wait = await off_loop(desk.estimates.waiting, desk.store, job.lane, job.method)
    time_left = spell_estimate(language, wait)
    fast = (await desk.offer()).fast() if await _fast_is_free(desk, job) else []
    key = "full" if fast else "full-everywhere"
    buttons = card_keyboards.fast_styles(language, fast) if fast else card_keyboards.try_later(language)
    text = say(language, key, waiting=waiting, time=time_left)
    await card.edit(desk, bot, draft, text, buttons)


async def _fast_is_free(desk: Desk, job: Job) -> bool:
    fate = await off_loop(desk.store.outlook, Lane.FAST, job.person, limits_of(Lane.FAST))
    return fate is Accepted.QUEUED
